import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { debateBySlug, debates, debatesOf, idsOf, partsOf } from '../../argue/index.ts'
import { scenarios as played } from '../../sim/index.ts'
import { gfpCanonical, mechanismBySlug } from '../../facts/index.ts'

const debate = (slug: string) => {
  const found = debateBySlug(slug)
  if (found === null) throw new Error(slug)
  return found
}

describe('debates', () => {
  it('are five, each under its own slug', () => {
    expect(debates.map(d => d.slug)).toEqual(['alloc-oom', 'nofail-oom', 'nonblock', 'oom-reaper', 'pf-oom'])
    expect(debateBySlug('pf-oom')?.year).toBe(2017)
    expect(debateBySlug('flame-war')).toBeNull()
  })

  it('ask one question, in a summary of three to five sentences', () => {
    for (const d of debates) {
      expect([d.slug, d.question.match(/[.?!]/g)]).toEqual([d.slug, ['?']])
      const sentences = d.summary.split(/(?<=\.) (?=[A-Z])/).length
      expect([d.slug, sentences >= 3 && sentences <= 5]).toEqual([d.slug, true])
    }
  })

  it('give every position a holder and a mail in which it is held', () => {
    for (const d of debates) {
      expect(new Set(d.positions.map(p => p.id)).size).toBe(d.positions.length)
      for (const p of d.positions)
        expect([d.slug, p.id, p.holders.length > 0 && p.cites.some(c => c.kind === 'mail')]).toEqual([
          d.slug,
          p.id,
          true,
        ])
    }
  })

  it('use flags and mechanisms that facts/ knows', () => {
    for (const d of debates) {
      for (const slug of d.mechanisms) expect([d.slug, slug, mechanismBySlug(slug)?.slug]).toEqual([d.slug, slug, slug])
      for (const flag of d.flags) expect([d.slug, flag, gfpCanonical(flag)]).toEqual([d.slug, flag, flag])
      for (const s of d.scenarios) expect(d.mechanisms).toContain(s.mechanism)
    }
  })

  it('mark what is uncertain about their outcome', () => {
    for (const d of debates) {
      expect(d.outcome.merged.every(m => /^[0-9a-f]{12}$/.test(m.commit))).toBe(true)
      if (d.outcome.merged.some(m => m.sure !== 'certain'))
        expect([d.slug, d.outcome.doubts.length > 0]).toEqual([d.slug, true])
    }
  })

  it('list each Message-ID of a part once, in order of posting', () => {
    for (const d of debates) {
      const ids = d.patches.flatMap(p => (p.messageId === null ? [] : [p.messageId]))
      expect(new Set(ids).size).toBe(ids.length)
      const posted = d.patches.map(p => p.posted)
      expect(posted).toEqual([...posted].sort())
    }
  })
})

describe('the patches of a debate', () => {
  it('of the reaper are six revisions of 1, 1, 2, 2, 5 and 9 parts', () => {
    const counts = [1, 2, 3, 4, 5, 6].map(
      v => debate('oom-reaper').patches.filter(p => p.version === v && p.kind === 'patch').length,
    )
    expect(counts).toEqual([1, 1, 2, 2, 5, 9])
  })

  it('of 2015 are a cover and twelve, then a cover and nine', () => {
    const parts = debate('alloc-oom').patches.map(p => `v${p.version} ${p.part}/${p.total}`)
    expect(parts.length).toBe(13 + 10)
    expect([parts[0], parts[12], parts[13], parts[22]]).toEqual(['v1 0/12', 'v1 12/12', 'v2 0/9', 'v2 9/9'])
  })

  it('show a part that the archive lacks as missing, in its place', () => {
    const held = new Set([1, 3, 4, 5, 6].map(n => `1454505240-23446-${n}-git-send-email-mhocko@kernel.org`))
    const v5 = partsOf(debate('oom-reaper'), held).filter(p => p.version === 5)
    expect(v5.map(p => [p.part, p.held])).toEqual([
      [0, true],
      [1, false],
      [2, true],
      [3, true],
      [4, true],
      [5, true],
    ])
    expect(v5[1]?.messageId).toBe('1454505240-23446-2-git-send-email-mhocko@kernel.org')
    expect(v5[1]?.title).toBe('mm, oom: introduce oom reaper')
  })

  it('count as missing when their Message-ID is not known', () => {
    const unknown = partsOf(debate('oom-reaper'), new Set()).filter(p => p.messageId === null)
    expect(unknown.map(p => [p.version, p.part, p.held, p.sure])).toEqual([[3, 2, false, 'likely']])
  })

  it('of the reaper are played by the scenario, those of other debates by none so far', () => {
    for (const d of debates)
      expect([d.slug, [...new Set(d.patches.map(p => p.scenario))]]).toEqual([
        d.slug,
        d.slug === 'oom-reaper' ? ['oom-reaper'] : [null],
      ])
  })
})

describe('the scenario of a debate', () => {
  it('exists, with every variant that a posting names', () => {
    const scenarios = new Map(played.map(info => [info.id, info.variants.map(v => v.id)]))
    for (const d of debates) {
      expect(d.scenarios.filter(s => !scenarios.has(s.id))).toEqual([])
      for (const p of d.patches) if (p.scenario !== null) expect(scenarios.get(p.scenario)).toContain(p.variant)
    }
  })

  it('plays each part of v5 with those before it applied, and v6 as released', () => {
    const of = (version: number) =>
      debate('oom-reaper')
        .patches.filter(p => p.version === version)
        .map(p => p.variant)
    expect(of(5)).toEqual(['v5-5', 'v5-1', 'v5-2', 'v5-3', 'v5-4', 'v5-5'])
    expect(new Set(of(6))).toEqual(new Set(['after']))
  })
})

describe('debates of a message', () => {
  it('are found for a patch, a missing patch and a reply that holds a position', () => {
    for (const id of [
      '1454505240-23446-6-git-send-email-mhocko@kernel.org',
      '1454505240-23446-2-git-send-email-mhocko@kernel.org',
      '20151125200806.GA13388@cmpxchg.org',
    ])
      expect(debatesOf(id).map(d => d.slug)).toEqual(['oom-reaper'])
  })

  it('are none for any other message', () => expect(debatesOf('20260101.1@example.org')).toEqual([]))
})

const folder = resolve(import.meta.dirname, '../../../shared/corpus/debates')
describe.skipIf(!existsSync(folder))('needs ../shared: the mails of the debates', () => {
  const held = new Set<string>()
  const subjects = new Map<string, string>()
  if (existsSync(folder))
    for (const file of readdirSync(folder).filter(name => name.endsWith('.mbox')))
      for (const mail of readFileSync(resolve(folder, file), 'latin1').split(/^From mboxrd@z /m)) {
        const head = mail.split('\n\n', 1)[0]?.replaceAll(/\n[ \t]+/g, ' ') ?? ''
        const id = /^message-id:\s*<([^>]+)>/im.exec(head)?.[1]
        if (id === undefined) continue
        held.add(id)
        subjects.set(id, /^subject:\s*(.*)$/im.exec(head)?.[1] ?? '')
      }

  it('hold every message a debate names, but for those it marks as elsewhere', () => {
    expect(held.size).toBeGreaterThan(80)
    for (const d of debates) {
      const elsewhere = new Set(d.elsewhere)
      expect([d.slug, [...idsOf(d)].filter(id => !held.has(id) && !elsewhere.has(id))]).toEqual([d.slug, []])
      expect([d.slug, d.elsewhere.filter(id => held.has(id))]).toEqual([d.slug, []])
      expect([d.slug, d.elsewhere.filter(id => !idsOf(d).has(id))]).toEqual([d.slug, []])
    }
  })

  it('carry the titles, parts and totals that the debates give their patches', () => {
    let compared = 0
    for (const part of debates.flatMap(d => d.patches)) {
      const subject = part.messageId === null ? undefined : subjects.get(part.messageId)
      if (subject === undefined) continue
      compared++
      expect(subject.replace(/^(\[[^\]]*\]\s*)+/, '')).toBe(part.title)
      if (part.total !== null) expect(subject).toMatch(new RegExp(`\\b0?${part.part}/${part.total}\\]`))
    }
    expect(compared).toBe(24)
  })
})
