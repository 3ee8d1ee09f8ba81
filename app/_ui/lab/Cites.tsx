import type { Cite } from '../../../model/index.ts'
import { encodeSegment } from '../../_views/urls.ts'

const kindSays: Readonly<Record<Cite['kind'], string>> = {
  mail: 'mail',
  commit: 'commit',
  source: 'source',
  run: 'kernel run',
  memory: 'from memory, unverified',
}

/** A long Message-ID keeps its two ends; the title holds the whole. */
const short = (ref: string) => (ref.length > 40 ? `${ref.slice(0, 22)}…${ref.slice(-14)}` : ref)

function hrefOf(cite: Cite): string | null {
  if (cite.kind === 'mail') return `/r/${encodeSegment(cite.ref)}/`
  if (cite.kind === 'commit' && /^[0-9a-f]{7,40}$/.test(cite.ref)) return `https://git.kernel.org/linus/${cite.ref}`
  return null
}

function CiteItem({ cite }: { cite: Cite }) {
  const href = hrefOf(cite)
  const text = cite.note ?? (cite.kind === 'commit' ? cite.ref.slice(0, 12) : short(cite.ref))
  return (
    <li className="cite">
      <span className="cite-kind">{kindSays[cite.kind]}</span>{' '}
      {href === null ? (
        <span title={cite.ref}>{text}</span>
      ) : (
        <a href={href} title={cite.ref} target="_parent">
          {text}
        </a>
      )}
    </li>
  )
}

/** Where something was read. Mails link into the archive, which says where else to look for those it lacks. */
export function Cites({ cites }: { cites: readonly Cite[] }) {
  if (cites.length === 0) return null
  return (
    <ul className="cites" aria-label="Sources">
      {cites.map(cite => (
        <CiteItem key={`${cite.kind} ${cite.ref}`} cite={cite} />
      ))}
    </ul>
  )
}
