import { describe, expect, it } from 'vitest'
import { mayHoldReport, readKernelLog, stampLines } from '../../../text/kernel-log/index.ts'
import { failure40, failure61, stall412, v40, v414, v418memcg, v61, v612group, wrap } from './logs.ts'

const read = (lines: readonly string[]) => readKernelLog(lines.join('\n'))
const one = (lines: readonly string[]) => {
  const log = read(lines)
  expect(log.reports).toHaveLength(1)
  return log.reports[0]!
}
/** A report without what depends on where its lines stand. */
const placeless = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, v: unknown) =>
      ['line', 'atUs', 'firstLine', 'lastLine', 'noKillableLine', 'release', 'unread'].includes(key) ? undefined : v,
    ),
  )

describe('OOM reports of each version', () => {
  it('are read whole: nothing missing, nothing unread', () => {
    for (const lines of [v40, v414, v418memcg, v61, v612group]) {
      const report = one(lines)
      expect(report.missing).toEqual([])
      expect(report.unread).toEqual([])
      expect([report.firstLine, report.lastLine]).toEqual([1, lines.length])
    }
  })

  it('of 4.0 have masks as numbers, two kinds of page tables and two lines for a kill', () => {
    const r = one(v40)
    expect(r.invoked?.mask).toEqual({ value: 0x280da, names: null })
    expect(r.stack).toEqual(['dump_stack', 'out_of_memory'])
    expect(r.table?.rows.map(t => [t.pid, t.pageTablePages, t.nrPmds, t.swapPages, t.oomScoreAdj, t.comm])).toEqual([
      [300, 24, 4, 0, -1000, 'sshd'],
      [811, 65, 4, 0, 0, 'Web Content'],
      [812, 33, 3, 50, 0, 'filler'],
    ])
    expect(r.choice).toMatchObject({ pid: 811, score: 469, prefix: 'Out of memory' })
    expect(r.kills).toMatchObject([
      { pid: 811, comm: 'Web Content', prefix: null, anonRssKb: 119000, shmemRssKb: null },
    ])
    expect(r.memInfo?.zones[0]).toMatchObject({
      name: 'DMA',
      minKb: 120,
      managedKb: 15908,
      reservePages: [0, 200, 200, 200],
    })
    expect(r.memInfo?.zones[0]?.blocks).toEqual([
      { order: 0, count: 2, types: 'UE' },
      { order: 1, count: 4, types: 'M' },
      { order: 2, count: 0, types: '' },
      { order: 3, count: 30, types: 'R' },
    ])
    expect(r.format).toMatchObject({ from: 'v4.0', before: 'v4.6' })
  })

  it('of 4.10 to 4.20 carry a nodemask, whatever the blanks after it', () => {
    const r = one(v414)
    expect(r.invoked).toMatchObject({ order: 0, nodemask: '(null)', mask: { names: 'GFP_HIGHUSER_MOVABLE' } })
    expect(r.memInfo).toMatchObject({ swapTotalKb: 8000, pagesRam: 65536, pagesReserved: 5536 })
    expect(r.reaped).toMatchObject([{ pid: 77, result: 'reaped' }])
    expect(r.format).toMatchObject({ from: 'v4.10', before: 'v4.15' })
  })

  it('of a memcg say whose limit, with statistics of each level', () => {
    const r = one(v418memcg)
    expect(r.memcg).toMatchObject({ taskPath: '/box/eater', limitPath: '/box' })
    expect(r.memcg?.usage.map(u => [u.what, u.limitKb])).toEqual([
      ['memory', 40960],
      ['memory+swap', 9007199254740988],
      ['kmem', 9007199254740988],
    ])
    expect(r.memcg?.stats.map(s => [s.path, s.values.length])).toEqual([
      ['/box', 3],
      ['/box/eater', 3],
    ])
  })

  it('of 6.1 name the kernel build, the boost of zones and the task that was chosen', () => {
    const r = one(v61)
    expect(r.caller).toMatchObject({ pid: 210, release: '6.1.0-9-amd64', build: '#1 Debian 6.1.55-1' })
    expect(r.memInfo?.zones.map(z => [z.name, z.boostKb, z.minKb])).toEqual([
      ['DMA', 0, 216],
      ['DMA32', 0, 912],
    ])
    expect(r.context).toMatchObject({ constraint: 'CONSTRAINT_NONE', oomMemcg: null, task: 'large', pid: 180 })
    expect(r.reaped).toMatchObject([{ result: 'unable', pid: 180 }])
  })

  it('keep commas and brackets of paths, masks of nodes and names apart', () => {
    const r = one(v612group)
    expect(r.context).toMatchObject({ memsAllowed: '0-1,3', oomMemcg: '/a,b', taskMemcg: '/a,b', task: 'worker' })
    expect(r.table?.rows[0]).toMatchObject({
      comm: '(x y), z',
      rssAnonPages: 1039,
      rssShmemPages: 171,
      pageTableBytes: 49152,
    })
    expect(r.kills.map(k => [k.pid, k.comm])).toEqual([
      [96, 'worker'],
      [95, '(x y), z'],
      [96, 'worker'],
    ])
    expect(r.group?.path).toBe('/a,b')
  })
})

describe('other architectures and vendors', () => {
  it('print frames of two shapes on ARM, and registers of their own', () => {
    const arm = [
      v61[0]!,
      'CPU: 0 PID: 210 Comm: growth Not tainted 6.1.0-arm #1',
      ' show_stack from dump_stack_lvl+0x90/0xac',
      '[<c0411500>] (out_of_memory) from [<c040b66c>] (alloc_pages+0x10/0x14)',
      'Exception stack(0xf0f09fa8 to 0xf0f09ff0)',
      '9fa0:                   02327c68 000005e8 00000009 0237d3c8 00000400 00000000',
      'x29: ffff800012345678 x28: 0000000000000000 ',
      ...v61.slice(v61.indexOf('Mem-Info:')),
    ]
    expect(one(arm)).toMatchObject({ unread: [], missing: [], stack: ['show_stack', 'out_of_memory'] })
  })
  it('name the uid of a victim before or after its name', () => {
    const log = read([
      'Killed process 799, UID 1000, (node) total-vm:6kB, anon-rss:5kB, file-rss:1kB',
      'Killed process 800 (node), UID 1000, total-vm:6kB, anon-rss:5kB, file-rss:1kB, shmem-rss:0kB',
    ])
    expect(log.events).toMatchObject([
      { kind: 'kill', kill: { pid: 799, comm: 'node', anonRssKb: 5 } },
      { kind: 'kill', kill: { pid: 800, comm: 'node', anonRssKb: 5, shmemRssKb: 0 } },
    ])
  })
})

describe('allocation failures and stalls', () => {
  it('are read with mask, order, nodes and Mem-Info', () => {
    const log = read([...failure40, ...failure61, ...stall412])
    expect(log.reports).toEqual([])
    expect(
      log.allocations.map(a => [
        a.kind,
        a.comm,
        a.order,
        a.mask.value,
        a.mask.names,
        a.stalledMs,
        a.cpuset?.memsAllowed ?? null,
      ]),
    ).toEqual([
      ['failure', 'netd', 2, 0x20, null, null, null],
      ['failure', 'netd', 4, 0x40cc0, 'GFP_KERNEL|__GFP_COMP', null, '0-3'],
      ['stall', 'flusher', 1, 0x14001c2, 'GFP_KERNEL|__GFP_HIGHMEM|__GFP_COLD', 10079, '0'],
    ])
    expect(log.allocations[0]?.memInfo?.zones).toHaveLength(1)
    expect(log.allocations[1]?.stack).toEqual(['warn_alloc'])
  })
})

describe('lines without a report', () => {
  it('are events: kills beyond the rate limit, the reaper, page faults, panics', () => {
    const log = read([
      'Out of memory: Killed process 9 (late) total-vm:4kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0',
      'oom_reaper: reaped process 8 (gone), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB',
      'Huh VM_FAULT_OOM leaked out to the #PF handler. Retrying PF',
      'OOM killer disabled.',
      'Kernel panic - not syncing: Fatal exception',
    ])
    expect(log.reports).toEqual([])
    expect(log.events.map(e => e.kind)).toEqual(['kill', 'reaper', 'other', 'other', 'panic'])
  })

  it('do not come from sentences about the killer or from its source', () => {
    const log = read([
      'The builder invoked oom-killer twice, and the guest was gone.',
      '+\tpr_info("oom_reaper: reaped process :%d (%s)\\n",',
      '\tpr_warn("%s invoked oom-killer: gfp_mask=%#x(%pGg), order=%d\\n",',
      'Subject: page allocation failure: order:0 under load',
    ])
    expect([log.reports, log.allocations, log.events, log.unread]).toEqual([[], [], [], []])
  })
})

describe('how a report ends', () => {
  const head = v61.slice(
    0,
    v61.findIndex(l => l.startsWith('oom-kill:')),
  )
  it('without a killable task is said by its own line, and by the panic of a global one', () => {
    const r = one([
      ...head,
      'Out of memory and no killable processes...',
      'Kernel panic - not syncing: System is deadlocked on memory',
    ])
    expect([r.noKillableLine, r.panic?.says, r.kills, r.missing]).toEqual([
      head.length + 1,
      'System is deadlocked on memory',
      [],
      [],
    ])
  })
  it('with panic_on_oom is the panic', () => {
    const r = one([...head, 'Kernel panic - not syncing: Out of memory: system-wide panic_on_oom is enabled'])
    expect(r.panic?.says).toBe('Out of memory: system-wide panic_on_oom is enabled')
  })
  it('cut anywhere, gives what was there and names what is missing', () => {
    for (let n = 1; n < v61.length; n++) {
      const log = read(v61.slice(0, n))
      expect(log.reports).toHaveLength(1)
      expect(log.reports[0]?.missing.includes('kill')).toBe(n < v61.length - 1)
    }
    const late = one(v61.slice(20))
    expect(late.missing).toEqual(['invoked', 'mem-info'])
    expect(late.table?.rows).toHaveLength(3)
  })
  it('with a line cut in the middle, says which one', () => {
    const r = one(v61.map(l => (l.startsWith('Out of memory') ? l.slice(0, 60) : l)))
    expect(r.kills).toMatchObject([{ pid: 180, anonRssKb: null }])
    expect(r.unread).toMatchObject([{ why: 'the kill line is cut' }])
  })
})

describe('the same report in other clothes', () => {
  const plain = (lines: readonly string[]) => placeless(one(lines))
  for (const [name, lines] of Object.entries({ v40, v414, v418memcg, v61, v612group })) {
    it(`${name} reads alike with stamps, levels, callers, syslog headers and dates`, () => {
      const same = plain(lines)
      expect(plain(stampLines(lines, 5_123_456))).toEqual(same)
      expect(plain(stampLines(lines, 5_123_456, 'T96'))).toEqual(same)
      expect(plain(stampLines(lines, 5_123_456).map(l => `<6>${l}`))).toEqual(same)
      expect(plain(stampLines(lines, 5_123_456).map(l => `Nov  3 04:05:06 box kernel: ${l}`))).toEqual(same)
      expect(plain(lines.map(l => `Nov 13 04:05:06 box kernel: ${l}`))).toEqual(same)
      expect(plain(lines.map(l => `2021-11-13T04:05:06.123456+02:00 box kernel: ${l}`))).toEqual(same)
      expect(plain(lines.map(l => `[Sat Nov 13 04:05:06 2021] ${l}`))).toEqual(same)
      expect(plain(lines.map(l => `${l}\r`))).toEqual(same)
    })
    it(`${name} reads alike quoted, indented and with no-break spaces`, () => {
      const same = plain(lines)
      expect(plain(lines.map(l => `> ${l}`))).toEqual(same)
      expect(plain(lines.map(l => `> >>  ${l}`))).toEqual(same)
      expect(plain(lines.map(l => `    ${l}`))).toEqual(same)
      expect(plain(lines.map(l => l.replaceAll('  ', '\u00a0 ')))).toEqual(same)
    })
    it(`${name} reads alike when a mail client wraps it, quoted or not`, () => {
      const same = plain(lines)
      const stamped = stampLines(lines, 5_123_456)
      for (const width of [100, 78, 72, 66]) {
        expect(plain(wrap(stamped, width))).toEqual(same)
        expect(plain(wrap(stamped, width).map(l => `> ${l}`))).toEqual(same)
        // The reply of a client that wraps what it quotes: the rest of a line loses its mark.
        expect(plain(stamped.flatMap(l => wrap([`> ${l}`], width)))).toEqual(same)
      }
    })
  }

  it('reads a raw mail in quoted-printable', () => {
    const body = v61.flatMap(l =>
      (l.replaceAll('=', '=3D').match(/.{1,70}(?![0-9A-F]{1,2}$)/g) ?? [l]).map((p, i, all) =>
        i < all.length - 1 ? `${p}=` : p,
      ),
    )
    const mail = ['Subject: box', 'Content-Transfer-Encoding: quoted-printable', '', ...body]
    expect(placeless(one(mail))).toEqual(plain(v61))
  })
})

describe('a cheap look', () => {
  it('never says no to a text that holds a report, whole, wrapped or without its first line', () => {
    for (const lines of [v40, v414, v418memcg, v61, v612group, failure40, failure61, stall412])
      for (const width of [1000, 72, 20])
        for (const from of [0, 1, 12]) {
          const log = read(wrap(lines, width).slice(from))
          const text = wrap(lines, width)
            .slice(from)
            .map(l => `> ${l}`)
            .join('\n')
          if (log.reports.some(r => r.kills.length > 0) || log.allocations.length > 0)
            expect(mayHoldReport(text)).toBe(true)
        }
    expect(mayHoldReport('The allocator and its killer, in a sentence.')).toBe(false)
  })
})

describe('several reports in one text', () => {
  it('are kept apart, each with its lines', () => {
    const log = read([...v40, 'some other line', ...v61, ...v612group])
    expect(log.reports.map(r => [r.firstLine, r.lastLine, r.kills[0]?.pid])).toEqual([
      [1, v40.length, 811],
      [v40.length + 2, v40.length + 1 + v61.length, 180],
      [v40.length + 2 + v61.length, v40.length + 1 + v61.length + v612group.length, 96],
    ])
  })

  it('printed by two CPUs at once are told apart by the caller of each line', () => {
    const a = stampLines(v61, 1_000_000, 'T210')
    const b = stampLines(failure61, 1_000_000, 'C1')
    const c = stampLines(failure40, 1_000_000, 'T55')
    const mixed: string[] = []
    for (let i = 0; i < Math.max(a.length, b.length, c.length); i++)
      mixed.push(...[a[i], b[i], c[i]].filter(l => l !== undefined))
    const log = read(mixed)
    expect(placeless(log.reports)).toEqual(placeless(read(v61).reports))
    expect(placeless(log.allocations)).toEqual(placeless(read([...failure61, ...failure40]).allocations))
  })

  it('printed at once without callers keep their zones where a zone comes twice', () => {
    const info = v61.filter(l => /^(?:Mem-Info|Node 0 DMA32 free|lowmem)/.test(l))
    const first = v61.findIndex(l => l.startsWith('Node 0 DMA32 free'))
    const log = read([
      ...v61.slice(0, first + 1),
      failure61[0]!,
      failure61[1]!,
      ...info.slice(0, 1),
      info[2]!,
      ...v61.slice(first + 1),
    ])
    expect(log.reports[0]?.memInfo?.zones.map(z => z.name)).toEqual(['DMA', 'DMA32'])
    expect(log.allocations[0]?.memInfo?.zones.map(z => z.name)).toEqual(['DMA32'])
    expect(log.reports[0]?.kills).toMatchObject([{ pid: 180 }])
  })
})
