import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, safeUrl } from '../../../app/_ui/escape.ts'
import { markup, Safe, toStream, toText } from '../../../app/_ui/html.ts'
import { shapeOf, tokens, unescape } from './tokens.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('<', '>', '"', "'", '&', '=', '`', '/', ' ', 'a', '-', '!', '\n', '\r', '\0', ';', '#'),
  }),
  fc.constantFrom(
    '</pre><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    '-->',
    ']]>',
    '${x}',
    '&lt;',
    '&#60;',
  ),
)
const printed = (text: string) => text.replaceAll('\0', '\u2400')

describe('escaping of what came by mail', () => {
  it('gives every character from 0 to 0x2ff back, in text and in attributes', () => {
    for (let code = 0; code < 0x300; code++) {
      const c = String.fromCharCode(code)
      const escaped = escapeHtml(c)
      expect(unescape(escaped)).toBe(printed(c))
      expect(escaped).not.toMatch(/[<>"'\0\r]/)
    }
  })

  it('keeps any text inside its element', () => {
    fc.assert(
      fc.property(hostile, text => {
        const list = tokens(markup`<p class="x">${text}</p>`.text)
        const inside = list
          .slice(1, -1)
          .map(t => ('text' in t ? t.text : '<tag>'))
          .join('')
        expect(inside).toBe(printed(text))
      }),
    )
  })

  it('keeps any text inside its attribute', () => {
    fc.assert(
      fc.property(hostile, text => {
        const list = tokens(markup`<p title="${text}" class="y">z</p>`.text)
        expect(list[0]).toEqual({ tag: 'p', attributes: { title: printed(text), class: 'y' } })
      }),
    )
  })

  it('percent-encodes a part of an address so that it stays one part', () => {
    fc.assert(
      fc.property(hostile, text => {
        const first = tokens(markup`<a href="/x/${text}/y">z</a>`.text)[0]!
        const parts = 'attributes' in first ? first.attributes.href!.split('/') : []
        expect(parts).toHaveLength(4)
        expect(decodeURIComponent(parts[2]!)).toBe(text.replace(/\p{Surrogate}/gu, '\ufffd'))
      }),
    )
  })

  it.each([
    'javascript:alert(1)',
    ' javascript:x',
    'JaVaScRiPt:x',
    'data:text/html,x',
    '//evil.example/',
    '/\\evil.example',
    'vbscript:x',
    '',
    'file:///etc',
  ])('makes no link of %j', url => expect(safeUrl(url)).toBe('#'))

  it.each(['/a/b', '#m1', '?q=x', 'https://example.org/', 'http://example.org/', 'mailto:a@example.org'])(
    'keeps the link %j',
    url => expect(safeUrl(url)).toBe(url),
  )

  it('refuses a value where nothing makes it safe', () => {
    const value = 'x'
    expect(() => markup`<p ${value}="1">a</p>`).toThrow(/no value can stand/)
    expect(() => markup`<${value}>a</p>`).toThrow(/no value can stand/)
    expect(() => markup`<p onclick="${value}">a</p>`).toThrow(/attribute onclick/)
    expect(() => markup`<p style="${value}">a</p>`).toThrow(/attribute style/)
    expect(() => markup`<script>${value}</script>`).toThrow(/inside <script>/)
    expect(() => markup`<p class=${value}>a</p>`).toThrow(/no value can stand/)
    expect(() => markup`<!-- ${value} -->`).toThrow(/no value can stand/)
  })

  it('takes no object for HTML that it did not make itself', () => {
    const forged = { text: '<script>' } as unknown as string
    expect(() => markup`<p>${forged}</p>`).toThrow(/cannot print/)
    expect(() => new Safe(Symbol('safe'), '<script>')).toThrow()
  })

  it('prints lists, numbers and nothing, and attributes that are there or not', () => {
    expect(markup`<p>${[1, 'a<', null, undefined, false, markup`<b>c</b>`]}</p>`.text).toBe('<p>1a&lt;<b>c</b></p>')
    expect(markup`<details ?open=${true}>a</details>`.text).toBe('<details open>a</details>')
    expect(markup`<details ?open=${false}>a</details>`.text).toBe('<details>a</details>')
  })

  it('streams what it would print at once', async () => {
    async function* page() {
      for (let i = 0; i < 500; i++) yield markup`<p>${'ü<'.repeat(i)}</p>`
    }
    const streamed = await new Response(toStream(page(), 1000)).text()
    expect(streamed).toBe(await toText(page()))
    expect(shapeOf(streamed)).toHaveLength(1000)
  })
})
