/** A moment as pages print it: absolute, 24 hours, with its zone. */
export type DateView = {
  /** For `datetime=`. */
  readonly iso: string
  /** `2016-02-03 15:48:18 -0800` */
  readonly says: string
  /** `2016-02-03` */
  readonly day: string
}

const pad = (n: number, width = 2): string => String(n).padStart(width, '0')

/** Seconds since the epoch, in the writer's zone (minutes east of UTC; null: shown as UTC). */
export function dateView(atSeconds: number, zoneMinutes: number | null = null): DateView {
  const zone = zoneMinutes ?? 0
  const local = new Date((atSeconds + zone * 60) * 1000)
  if (Number.isNaN(local.getTime())) return { iso: '', says: 'no date', day: 'no date' }
  const day = `${pad(local.getUTCFullYear(), 4)}-${pad(local.getUTCMonth() + 1)}-${pad(local.getUTCDate())}`
  const time = `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}:${pad(local.getUTCSeconds())}`
  const sign = zone < 0 ? '-' : '+'
  const hours = pad(Math.trunc(Math.abs(zone) / 60))
  const minutes = pad(Math.abs(zone) % 60)
  const says = zoneMinutes === null ? `${day} ${time} UTC` : `${day} ${time} ${sign}${hours}${minutes}`
  return { iso: `${day}T${time}${zone === 0 ? 'Z' : `${sign}${hours}:${minutes}`}`, says, day }
}

/** `2016-02-03 15:48 UTC`, for lists. */
export function minuteView(atSeconds: number): DateView {
  const view = dateView(atSeconds)
  return { ...view, says: view.says.replace(/:\d\d UTC$/, ' UTC') }
}
