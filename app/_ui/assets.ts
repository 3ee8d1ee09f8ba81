import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A file of our own that pages link: served under a name with its hash, for ever. */
export type Asset = {
  readonly name: string
  readonly href: string
  readonly type: string
  readonly body: string
  readonly etag: string
}

/** Order of the stylesheet's parts; parts not named here follow by name. */
const cssOrder = ['tokens.css', 'base.css', 'reading.css', 'mail.css']

// Next bundles this module, so the files are found from where the site runs: the checkout.
const folder = (): string => join(process.cwd(), 'app', '_ui')

function cssFiles(): readonly string[] {
  const dir = join(folder(), 'css')
  const rank = (name: string): number => (cssOrder.includes(name) ? cssOrder.indexOf(name) : cssOrder.length)
  return readdirSync(dir)
    .filter(name => name.endsWith('.css'))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(name => join(dir, name))
}

const held = new Map<string, { asset: Asset; stamp: string }>()

function load(kind: string, type: string, files: readonly string[]): Asset {
  const cached = held.get(kind)
  if (cached !== undefined && process.env.NODE_ENV === 'production') return cached.asset
  const stamp = files.map(f => `${f}:${statSync(f).mtimeMs}`).join(' ')
  if (cached !== undefined && cached.stamp === stamp) return cached.asset
  const body = files.map(f => readFileSync(f, 'utf8')).join('\n')
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  const name = `site.${hash}.${kind}`
  const asset = { name, href: `/assets/${name}`, type, body, etag: `"${hash}"` }
  held.set(kind, { asset, stamp })
  return asset
}

/** The one stylesheet of reading and working pages: `app/_ui/css/*.css` in order. */
export const stylesheet = (): Asset => load('css', 'text/css; charset=utf-8', cssFiles())

/** The one script of the reading pages: theme, keys, folding, scenarios in place. Optional everywhere. */
export const readingScript = (): Asset => load('js', 'text/javascript; charset=utf-8', [join(folder(), 'reading.js')])

/** Address of the stylesheet; changes with its content. */
export const stylesheetHref = (): string => stylesheet().href

/** Address of the script; changes with its content. */
export const scriptHref = (): string => readingScript().href

/** The asset of a name, current or not: an old hash gets today's content rather than an unstyled page. */
export function assetNamed(name: string): { asset: Asset; current: boolean } | null {
  const kind = /^site\.[0-9a-f]{12}\.(css|js)$/.exec(name)?.[1]
  if (kind === undefined) return null
  const asset = kind === 'css' ? stylesheet() : readingScript()
  return { asset, current: asset.name === name }
}
