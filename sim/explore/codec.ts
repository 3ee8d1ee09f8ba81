import { bug, div } from '../ints.ts'
import { memoryKinds } from '../machine.ts'
import type { Lock, Machine, Mm, Process, Reaper, Task, Zone } from '../machine.ts'
import { exempt, extraFields } from './fields.ts'
import { frameCodec } from './frame-codec.ts'
import type { Sink, Source } from './frame-codec.ts'

/**
 * Writes a machine as bytes and reads it back. The bytes hold what decides what may happen next when any task may take the
 * next step and any timer may fire: all of the machine but times, run times, CPUs and what never changes
 * (`exempt`). They are exact and delimit themselves, so equal bytes mean equal futures; no hash stands for a state.
 */
export type Codec = {
  /** Writes a machine; the bytes are `bytes[0 .. length)`, padded with zeros to whole words. Returns the length. */
  readonly encode: (m: Machine) => number
  /** What `encode` wrote last, as bytes and as words. Valid until the next call. */
  readonly bytes: () => Uint8Array
  readonly words: () => Int32Array
  /** Makes `m`, any state of the same machine, the one that these bytes hold. */
  readonly decode: (m: Machine, from: Uint8Array, at: number) => void
  /**
   * Makes `m`, which `encode` wrote last, the state that `decode` read last: only what differs between the two is
   * read.
   */
  readonly restore: (m: Machine) => void
}

type Rest = Record<string, unknown>

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0
/** Equal as far as that is seen at a glance. */
const isSame = (a: unknown, b: unknown): boolean => a === b || (isEmpty(a) && isEmpty(b))
const copyOf = (value: unknown): unknown => (typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : value)

/** The codec of one machine and of all its later states. Fields that this file does not know are written too, slowly. */
export const codecOf = (m: Machine): Codec => {
  const first = JSON.parse(JSON.stringify(m)) as Machine
  let bytes = new Uint8Array(1 << 12)
  let words = new Int32Array(bytes.buffer)
  let at = 0
  const putWide = (up: number): void => {
    if (up >= 0 && up < 0x1_0000) {
      bytes[at++] = 0xfe
      bytes[at++] = up >>> 8
      bytes[at++] = up
      return
    }
    if (!Number.isSafeInteger(up)) bug(`${up - 1} is no whole number: it cannot be part of a state`)
    const high = div(up, 0x1_0000_0000) - (up < 0 ? 1 : 0)
    bytes[at++] = 0xff
    for (const half of [high, up | 0]) for (let shift = 24; shift >= 0; shift -= 8) bytes[at++] = half >>> shift
  }
  const put = (value: number): void => {
    const up = value + 1
    if (up >= 0 && up < 0xfe) bytes[at++] = up
    else putWide(up)
  }

  let from: Uint8Array = bytes
  let now = 0
  const get = (): number => {
    const up = from[now++]!
    if (up < 0xfe) return up - 1
    if (up === 0xfe) {
      now += 2
      return from[now - 2]! * 256 + from[now - 1]! - 1
    }
    let high = 0
    let low = 0
    for (let i = 0; i < 4; i++) high = (high << 8) | from[now++]!
    for (let i = 0; i < 4; i++) low = (low << 8) | from[now++]!
    return high * 0x1_0000_0000 + (low >>> 0) - 1
  }
  const names = new Map<string, number>()
  const texts: string[] = []
  const putName = (text: string): void => {
    let n = names.get(text)
    if (n === undefined) {
      n = texts.push(text) - 1
      names.set(text, n)
    }
    put(n)
  }
  const getName = (): string => texts[get()] ?? bug('a name that nobody gave')
  const sink: Sink = { put, putName }
  const source: Source = { get, getName }
  const frames = frameCodec(sink, source)

  const putAll = (values: readonly number[]): void => {
    put(values.length)
    for (let i = 0; i < values.length; i++) put(values[i]!)
  }
  const getAll = (values: number[]): void => {
    values.length = get()
    for (let i = 0; i < values.length; i++) values[i] = get()
  }
  const extra = {
    machine: extraFields([first], exempt.machine),
    zone: extraFields(first.zones, exempt.zone),
    mm: extraFields(first.mms, exempt.mm),
    process: extraFields(first.processes, exempt.process),
    task: extraFields(first.tasks, exempt.task),
    lock: extraFields(first.locks, exempt.lock),
    reaper: extraFields([first.reaper], exempt.reaper),
  }
  /** Other fields: one number says that all are as at the start, as they mostly are. */
  const putExtra = (fields: readonly string[], of: object, atStart: object): void => {
    if (fields.length === 0) return
    let i = 0
    while (i < fields.length && isSame((of as Rest)[fields[i]!], (atStart as Rest)[fields[i]!])) i++
    put(i === fields.length ? 1 : 0)
    if (i < fields.length) for (const name of fields) frames.putAny((of as Rest)[name])
  }
  const getExtra = (fields: readonly string[], of: object, atStart: object): void => {
    if (fields.length === 0) return
    const same = get() === 1
    for (let i = 0; i < fields.length; i++) {
      const name = fields[i]!
      if (!same) (of as Rest)[name] = frames.getAny()
      else if (!isSame((of as Rest)[name], (atStart as Rest)[name]))
        (of as Rest)[name] = copyOf((atStart as Rest)[name])
    }
  }

  const putWhole = (m: Machine): void => {
    put(m.victims)
    putName(m.panic ?? '')
    putExtra(extra.machine, m, first)
  }
  const getWhole = (m: Machine): void => {
    m.victims = get()
    m.panic = getName() || null
    getExtra(extra.machine, m, first)
  }
  const putZone = (z: Zone, i: number): void => {
    put(z.freePages)
    put(z.fileClean)
    put(z.fileBusy)
    put(z.shmemUnmapped)
    put(z.kernelPages)
    put(z.pagesScanned)
    putExtra(extra.zone, z, first.zones[i]!)
  }
  const getZone = (z: Zone, i: number): void => {
    z.freePages = get()
    z.fileClean = get()
    z.fileBusy = get()
    z.shmemUnmapped = get()
    z.kernelPages = get()
    z.pagesScanned = get()
    getExtra(extra.zone, z, first.zones[i]!)
  }
  const putMm = (mm: Mm, i: number): void => {
    put(mm.users)
    put((mm.oomKilled ? 2 : 0) + (mm.oomSkip ? 1 : 0))
    for (const kind of memoryKinds) {
      const pages = mm.pages[kind]
      for (let z = 0; z < pages.length; z++) put(pages[z]!)
    }
    put(mm.swapPages)
    put(mm.reapedVmas)
    put(mm.memcg)
    if (mm.maps.length === 0) put(0)
    else {
      put(1)
      frames.putAny(mm.maps)
    }
    putExtra(extra.mm, mm, first.mms[i]!)
  }
  const getMm = (mm: Mm, i: number): void => {
    mm.users = get()
    const flags = get()
    mm.oomKilled = (flags & 2) !== 0
    mm.oomSkip = (flags & 1) !== 0
    for (const kind of memoryKinds) {
      const pages = mm.pages[kind]
      for (let z = 0; z < pages.length; z++) pages[z] = get()
    }
    mm.swapPages = get()
    mm.reapedVmas = get()
    mm.memcg = get()
    if (get() === 1) mm.maps = frames.getAny() as Mm['maps']
    else mm.maps.length = 0
    getExtra(extra.mm, mm, first.mms[i]!)
  }
  const putProcess = (p: Process, i: number): void => {
    put(p.oomScoreAdj)
    put(p.oomMm)
    put(p.groupExit ? 1 : 0)
    put(p.memcg)
    putExtra(extra.process, p, first.processes[i]!)
  }
  const getProcess = (p: Process, i: number): void => {
    p.oomScoreAdj = get()
    p.oomMm = get()
    p.groupExit = get() === 1
    p.memcg = get()
    getExtra(extra.process, p, first.processes[i]!)
  }
  const putTask = (t: Task, i: number): void => {
    putName(t.state)
    put((t.memdie ? 8 : 0) + (t.sigkill ? 4 : 0) + (t.exiting ? 2 : 0) + (t.memalloc ? 1 : 0))
    // Which way it waits is said only while it waits.
    const writes = t.waitLock >= 0 && t.waitMode === 'write'
    put(
      (t.dumpcore ? 16 : 0) + (t.inKernel ? 8 : 0) + (t.failed ? 4 : 0) + (t.wakeAtUs >= 0 ? 2 : 0) + (writes ? 1 : 0),
    )
    put(t.mm)
    put(t.opIndex)
    put(t.opDone)
    put(t.ret)
    put(t.page)
    put(t.waitLock)
    for (let z = 0; z < t.kernelPages.length; z++) put(t.kernelPages[z]!)
    frames.put(t.frames)
    // What few tasks ever have.
    if (
      t.scopes !== 0 ||
      t.savedScopes !== 0 ||
      t.requestNodes !== 0 ||
      t.policyNodes !== 0 ||
      t.memcgInOom >= 0 ||
      t.traced ||
      t.freesKernel
    ) {
      put((t.traced ? 1 : 0) + (t.freesKernel ? 2 : 0))
      put(t.scopes)
      put(t.savedScopes)
      put(t.requestNodes)
      put(t.policyNodes)
      put(t.memcgInOom)
    } else put(-1)
    putExtra(extra.task, t, first.tasks[i]!)
  }
  const getTask = (t: Task, i: number): void => {
    t.state = getName() as Task['state']
    const signals = get()
    t.memdie = (signals & 8) !== 0
    t.sigkill = (signals & 4) !== 0
    t.exiting = (signals & 2) !== 0
    t.memalloc = (signals & 1) !== 0
    const flags = get()
    t.dumpcore = (flags & 16) !== 0
    t.inKernel = (flags & 8) !== 0
    t.failed = (flags & 4) !== 0
    t.wakeAtUs = flags & 2 ? first.nowUs + 1 : -1
    t.waitMode = flags & 1 ? 'write' : 'read'
    t.mm = get()
    t.opIndex = get()
    t.opDone = get()
    t.ret = get()
    t.page = get()
    t.waitLock = get()
    for (let z = 0; z < t.kernelPages.length; z++) t.kernelPages[z] = get()
    frames.get(t.frames)
    const rare = get()
    t.traced = rare > 0 && (rare & 1) !== 0
    t.freesKernel = rare > 0 && (rare & 2) !== 0
    t.scopes = rare < 0 ? 0 : get()
    t.savedScopes = rare < 0 ? 0 : get()
    t.requestNodes = rare < 0 ? 0 : get()
    t.policyNodes = rare < 0 ? 0 : get()
    t.memcgInOom = rare < 0 ? -1 : get()
    getExtra(extra.task, t, first.tasks[i]!)
  }
  const putLock = (l: Lock, i: number): void => {
    put(l.writer)
    // Readers are a set: who came first decides nothing.
    putAll(l.readers.length > 1 ? [...l.readers].sort((a, b) => a - b) : l.readers)
    putAll(l.waiters)
    putExtra(extra.lock, l, first.locks[i]!)
  }
  const getLock = (l: Lock, i: number): void => {
    l.writer = get()
    getAll(l.readers)
    getAll(l.waiters)
    getExtra(extra.lock, l, first.locks[i]!)
  }
  const putReaper = (r: Reaper, nowUs: number): void => {
    put(r.slot)
    putAll(r.list)
    put(r.delayed.length)
    for (const d of r.delayed) put(d.victim * 2 + (d.atUs <= nowUs ? 1 : 0))
    putExtra(extra.reaper, r, first.reaper)
  }
  const getReaper = (r: Reaper, nowUs: number): void => {
    r.slot = get()
    getAll(r.list)
    r.delayed.length = 0
    for (let left = get(); left > 0; left--) {
      const coded = get()
      r.delayed.push({ victim: coded >> 1, atUs: coded & 1 ? nowUs : nowUs + 1 })
    }
    getExtra(extra.reaper, r, first.reaper)
  }

  /** Where each section begins in what was written, and in what was read. */
  const written: number[] = []
  const read: number[] = []
  /** Sections in their order: of what, and which one. */
  const kinds: number[] = []
  const indexes: number[] = []
  const addSections = (kind: number, count: number): void => {
    for (let i = 0; i < count; i++) {
      kinds.push(kind)
      indexes.push(i)
    }
  }
  addSections(0, 1)
  addSections(1, first.zones.length)
  addSections(2, first.mms.length)
  addSections(3, first.processes.length)
  addSections(4, first.tasks.length)
  addSections(5, first.locks.length)
  addSections(6, 1)
  const putSection = (m: Machine, s: number): void => {
    const i = indexes[s]!
    switch (kinds[s]) {
      case 0:
        return putWhole(m)
      case 1:
        return putZone(m.zones[i]!, i)
      case 2:
        return putMm(m.mms[i]!, i)
      case 3:
        return putProcess(m.processes[i]!, i)
      case 4:
        return putTask(m.tasks[i]!, i)
      case 5:
        return putLock(m.locks[i]!, i)
      default:
        return putReaper(m.reaper, m.nowUs)
    }
  }
  const getSection = (m: Machine, s: number): void => {
    const i = indexes[s]!
    switch (kinds[s]) {
      case 0:
        return getWhole(m)
      case 1:
        return getZone(m.zones[i]!, i)
      case 2:
        return getMm(m.mms[i]!, i)
      case 3:
        return getProcess(m.processes[i]!, i)
      case 4:
        return getTask(m.tasks[i]!, i)
      case 5:
        return getLock(m.locks[i]!, i)
      default:
        return getReaper(m.reaper, m.nowUs)
    }
  }
  const sections = kinds.length

  const encode = (m: Machine): number => {
    at = 0
    for (let s = 0; s < sections; s++) {
      written[s] = at
      putSection(m, s)
    }
    written[sections] = at
    if (at + 4 > bytes.length) {
      bytes = new Uint8Array(bytes.length * 2)
      words = new Int32Array(bytes.buffer)
      return encode(m)
    }
    const length = at
    while (at & 3) bytes[at++] = 0
    return length
  }
  const decode = (m: Machine, source: Uint8Array, start: number): void => {
    from = source
    now = start
    for (let s = 0; s < sections; s++) {
      read[s] = now
      getSection(m, s)
    }
    read[sections] = now
    m.pending.length = 0
  }
  const restore = (m: Machine): void => {
    for (let s = 0; s < sections; s++) {
      const start = read[s]!
      const length = read[s + 1]! - start
      const other = written[s]!
      let same = written[s + 1]! - other === length
      for (let i = 0; same && i < length; i++) same = from[start + i] === bytes[other + i]
      if (same) continue
      now = start
      getSection(m, s)
    }
    m.pending.length = 0
  }
  return { encode, decode, restore, bytes: () => bytes, words: () => words }
}
