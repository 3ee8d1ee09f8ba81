import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeHtml, safeUrl, showUnseen } from '../../../app/_ui/escape.ts'
import { markup, Safe, text as bodyText, toStream, toText } from '../../../app/_ui/html.ts'
import { shapeOf, textOf, tokens, unescape, withoutCodes } from './tokens.ts'

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
const printed = (text: string) => showUnseen(text).replaceAll('\0', '\u2400')

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
        const list = tokens(withoutCodes(markup`<p class="x">${text}</p>`.text))
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

const controls = [
  ...[0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e],
  ...[0x2066, 0x2067, 0x2068, 0x2069, 0xfeff],
].map(code => [`U+${code.toString(16).toUpperCase().padStart(4, '0')}`, String.fromCharCode(code)] as const)

describe('characters that reorder or hide their surroundings', () => {
  it.each(controls)('%s is shown by number in a line of text, a title and an attribute', (name, c) => {
    const text = `a${c}b`
    expect(markup`<p>${text}</p>`.text).toBe(`<p>a<span class="unseen">⟨${name}⟩</span>b</p>`)
    expect(markup`<title>${text}</title>`.text).toBe(`<title>a⟨${name}⟩b</title>`)
    expect(markup`<p title="${text}">c</p>`.text).toBe(`<p title="a⟨${name}⟩b">c</p>`)
  })

  it.each(controls)('%s stays in a body to be copied, in an isolate that shows its number', (name, c) => {
    expect(bodyText(`a${c}b`).text).toBe(`a<span class="unseen" data-code="⟨${name}⟩">${c}</span>b`)
  })

  it('go back as they came in the value of a form, and in addresses', () => {
    expect(markup`<input value="${'a\u202eb'}">`.text).toBe('<input value="a\u202eb">')
    expect(markup`<a href="/x/${'a\u202eb'}/">c</a>`.text).toBe('<a href="/x/a%E2%80%AEb/">c</a>')
  })

  it('are no part of text that is written from right to left', () => {
    const text = 'שלום, мир, سلام 你好 é ü'
    expect(markup`<p title="${text}">${text}</p>`.text).toBe(`<p title="${text}">${text}</p>`)
  })

  it('leave every other character of a body as it came', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 3 }),
      fc.constantFrom(...controls.map(([, c]) => c), '<', '&'),
    )
    fc.assert(
      fc.property(fc.array(unit), parts => {
        const text = parts.join('')
        expect(textOf(bodyText(text).text)).toBe(text.replaceAll('\0', '\u2400'))
      }),
    )
  })
})
