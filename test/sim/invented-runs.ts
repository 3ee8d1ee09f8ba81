/*
 * Runs in the JSON form of real kernel runs, invented here: a guest of about 87 MB (256 MB with `large`), one dump at most.
 */

const release: Readonly<Record<string, string>> = {
  '5.10.223': '5.10.223-1 (2024-08-10)',
  '6.1.192': '6.1.192-2 (2026-11-16)',
  '6.12.117': '6.12.117-1 (2026-11-14)',
  '7.2.13': '7.2.13-1 (2026-10-28)',
}

const zone = (node: number, name: string, managed: number, free: number, min: number, protection: number) => ({
  node,
  name,
  managed,
  free,
  min,
  low: min + (min >> 2),
  high: min + 2 * (min >> 2),
  protection: [0, protection, protection, protection, protection],
})

export type Invented = {
  readonly kernel?: string
  /** Lines of the scenario. */
  readonly scenario: readonly string[]
  readonly large?: boolean
  /** A second node of 22,664 pages. */
  readonly twoNodes?: boolean
  readonly events?: readonly Readonly<Record<string, unknown>>[]
  readonly completed?: boolean
  readonly more?: Readonly<Record<string, unknown>>
}

/** A run as its file would hold it. */
export const invented = (i: Invented): Readonly<Record<string, unknown>> => ({
  name: 'invented',
  kernel_version: `Linux version (gcc-12 (Debian 12.2.0-14)) #1 SMP Debian ${release[i.kernel ?? '6.1.192'] ?? i.kernel}`,
  scenario: i.scenario.join('\n'),
  completed: i.completed ?? true,
  tasks: [],
  dumps: [],
  events: i.events ?? [],
  lab_log: [],
  raw_dmesg: '',
  zones: [],
  snap: {
    zones: [
      zone(0, 'DMA', 3_840, 3_808, 54, i.large ? 197 : 72),
      zone(0, 'DMA32', i.large ? 50_663 : 18_455, i.large ? 44_273 : 12_027, i.large ? 423 : 228, 0),
      ...(i.twoNodes ? [zone(1, 'DMA32', 22_664, 21_364, 178, 0)] : []),
    ],
    meminfo: { MemTotal: i.large ? 218_012 : 89_180, SwapTotal: 0, CommitLimit: 44_588, Committed_AS: 1_464 },
  },
  ...i.more,
})
