import { gfpCanonical, gfpNames, mechanismBySlug, mechanisms } from '../facts/index.ts'
import type { SearchFilter, SearchQuery, SearchRefusal } from '../model/index.ts'
import { nearest } from '../text/nearest.ts'
import { dateRange } from './dates.ts'
import { hasWord } from './words.ts'

/** Bounds of a query: characters as typed, parts (words, phrases and filters). */
export const queryMaxChars = 1_000
export const partsMax = 32

/** What each prefix means, in the letters lore uses, then those of our own. Shown by help pages. */
export const prefixes: Readonly<Record<SearchFilter['key'], string>> = {
  f: 'author: words of the name or address (f:hocko, f:mhocko@kernel.org)',
  s: 'subject: words or "a phrase"',
  b: 'body: words or "a phrase"',
  l: 'list by its short name (l:linux-mm)',
  d: 'date or range, UTC (d:20160101..20160331, d:2016, d:20160301..)',
  m: 'one Message-ID',
  dfn: 'path that a diff touches, whole or part (dfn:mm/oom_kill.c, dfn:oom_kill.c)',
  gfp: 'GFP flag named by the author, not in quotes (gfp:__GFP_NOFAIL, gfp:NOFAIL)',
  mech: 'mechanism named by the author (mech:oom-reaper)',
  has: 'has:patch, mail with a diff',
}
const keys = Object.keys(prefixes) as SearchFilter['key'][]
const isKey = (word: string): word is SearchFilter['key'] => (keys as string[]).includes(word)

/** Whole words people type for a prefix. */
const meant: Readonly<Record<string, SearchFilter['key']>> = {
  from: 'f',
  author: 'f',
  a: 'f',
  subject: 's',
  body: 'b',
  text: 'b',
  list: 'l',
  date: 'd',
  since: 'd',
  dt: 'd',
  id: 'm',
  mid: 'm',
  msgid: 'm',
  file: 'dfn',
  path: 'dfn',
  fn: 'dfn',
  flag: 'gfp',
  mechanism: 'mech',
  is: 'has',
  patch: 'has',
}

const refuse = (refused: string, hint: string): SearchRefusal => ({ refused, hint })

type Part = { readonly negated: boolean; readonly key: string | null; readonly text: string; readonly phrase: boolean }

/** `http://x`, `a::b` and a word that merely ends in a colon (`mm: fix`) carry no prefix. */
const isPrefix = (key: string, after: string): boolean => {
  if (after === '//' || after[0] === ':') return false
  return isKey(key) || !(after === '' || /^\s/.test(after))
}

/** Cuts a query into its parts; quotes hold a phrase together, also after a prefix; an open quote ends with the text. */
function cut(text: string): Part[] {
  const parts: Part[] = []
  let negateNext = false
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at] ?? '')) {
      at++
      continue
    }
    let negated = negateNext
    negateNext = false
    if (text[at] === '-') {
      negated = true
      at++
    }
    let key: string | null = null
    const prefix = /^[A-Za-z]{1,20}:/.exec(text.slice(at, at + 21))?.[0] ?? ''
    if (
      prefix !== '' &&
      isPrefix(prefix.slice(0, -1).toLowerCase(), text.slice(at + prefix.length, at + prefix.length + 2))
    ) {
      key = prefix.slice(0, -1).toLowerCase()
      at += prefix.length
    }
    if (text[at] === '"') {
      const end = text.indexOf('"', at + 1)
      const to = end < 0 ? text.length : end
      parts.push({ negated, key, text: text.slice(at + 1, to).trim(), phrase: true })
      at = to + 1
      continue
    }
    let to = at
    while (to < text.length && !/\s/.test(text[to] ?? '')) to++
    const word = text.slice(at, to)
    at = to
    if (key === null && !negated && word === 'NOT') negateNext = true
    else if (key === null && !negated && word === 'AND') continue
    else parts.push({ negated, key, text: word, phrase: false })
  }
  return parts
}

/**
 * Reads a query: free words, "phrases", prefixes, `-` before any of them. Every part must hold. Never throws; what
 * cannot be answered as asked is refused with what would work, never silently reduced.
 */
export function parseQuery(text: string): SearchQuery | SearchRefusal {
  if (text.length > queryMaxChars)
    return refuse(
      `the query has ${text.length} characters, at most ${queryMaxChars} are read`,
      'leave out what matters least',
    )
  const parts = cut(text.replaceAll('\0', ' '))
  if (parts.length > partsMax)
    return refuse(`the query has ${parts.length} parts, at most ${partsMax} are read`, 'leave out what matters least')
  const words: SearchQuery['words'][number][] = []
  const filters: SearchFilter[] = []
  for (const part of parts) {
    if (part.key === null) {
      if (part.text === 'OR' && !part.phrase)
        return refuse(
          'OR is not understood: every word must be found',
          'search once for each, or write "OR" in quotes for the word',
        )
      if (hasWord(part.text)) words.push({ text: part.text, phrase: part.phrase, negated: part.negated })
      continue
    }
    const filter = readFilter(part, part.key)
    if ('refused' in filter) return filter
    filters.push(filter)
  }
  if (words.length + filters.length === 0)
    return refuse('there is no word in the query', 'type words, "a phrase", or a prefix such as gfp:__GFP_NOFAIL')
  if ([...words, ...filters].every(p => p.negated))
    return refuse(
      'the query only says what not to find',
      `add what to find, for instance a list (l:linux-mm ${text.trim()})`,
    )
  return { words, filters }
}

function readFilter(part: Part, key: string): SearchFilter | SearchRefusal {
  if (!isKey(key)) {
    const near = Object.hasOwn(meant, key) ? meant[key] : nearest(key, keys)
    return refuse(
      `there is no prefix ${key}:${near == null ? '' : `; did you mean ${near}:?`}`,
      `prefixes: ${keys.map(k => `${k}:`).join(' ')}; to search for the words themselves write "${key}:${part.text}" in quotes`,
    )
  }
  const { text, negated } = part
  if (text === '') return refuse(`${key}: needs a value`, `${key}: takes ${prefixes[key]}`)
  switch (key) {
    case 'gfp': {
      const flag = gfpCanonical(text)
      if (flag !== null) return { key, value: flag, negated }
      const near = nearest(text, gfpNames) ?? nearest(`__GFP_${text}`, gfpNames)
      return refuse(
        `no GFP flag is called ${text}`,
        near === null ? 'for instance gfp:__GFP_NOFAIL' : `did you mean gfp:${near}?`,
      )
    }
    case 'mech': {
      const slug = mechanismBySlug(text.toLowerCase())?.slug ?? mechanismByName(text)
      if (slug !== null) return { key, value: slug, negated }
      const near = nearest(
        text,
        mechanisms.map(m => m.slug),
      )
      return refuse(
        `no mechanism is called ${text}`,
        near === null ? 'for instance mech:oom-reaper' : `did you mean mech:${near}?`,
      )
    }
    case 'd':
      return dateRange(text) === null
        ? refuse(
            `${text} is no date or range`,
            'write d:20160101..20160331, d:20160101.., d:..20160331, d:201603 or d:2016',
          )
        : { key, value: text, negated }
    case 'has':
      return text.toLowerCase() === 'patch'
        ? { key, value: 'patch', negated }
        : refuse(`has:${text} is not known`, 'there is has:patch')
    case 'm': {
      const id = text.replace(/^</, '').replace(/>$/, '')
      return id === ''
        ? refuse('m: needs a Message-ID', 'm:20160204145357.GE14425@dhcp22.suse.cz')
        : { key, value: id, negated }
    }
    case 'l':
      return { key, value: text.toLowerCase(), negated }
    default:
      return hasWord(text)
        ? { key, value: text, negated }
        : refuse(`${key}:${text} holds no word`, `${key}: takes ${prefixes[key]}`)
  }
}

/** A mechanism by one of the names mails use for it, however blanks, dashes and underscores are written. */
function mechanismByName(text: string): string | null {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, ' ')
  const wanted = plain(text)
  return mechanisms.find(m => plain(m.slug) === wanted || m.aliases.some(a => plain(a) === wanted))?.slug ?? null
}
