/**
 * Where a hole of a template stands, read once per template from its constant text. `url`: a whole address;
 * `urlPart`: after the beginning of an address; `flag`: an attribute that is there or not, `?open=${condition}`;
 * `plain`: text where no tags can be (a title); `exact`: an attribute that is sent back as it is (a form's value).
 */
export type Slot =
  | { readonly kind: 'text' | 'plain' | 'attribute' | 'exact' | 'url' | 'urlPart' }
  | { readonly kind: 'flag'; readonly name: string }

/** A template after reading: constant pieces (one more than slots) and the slots between them. */
export type Template = { readonly pieces: readonly string[]; readonly slots: readonly Slot[] }

const urlAttributes = new Set(['href', 'src', 'action', 'cite', 'formaction', 'poster', 'data'])
const refusedAttributes = /^(on|style$|srcdoc$|srcset$)/
/** Elements that hold text and no tags. */
const plainElements = new Set(['title', 'textarea', 'option'])
/** Elements whose content is not escaped text: constant only. */
const rawElements = new Set(['script', 'style', 'iframe', 'noscript', 'xmp', 'plaintext', 'noembed', 'noframes'])

type Place = 'text' | 'comment' | 'tagName' | 'tag' | 'attributeName' | 'beforeValue' | 'value'

type State = { place: Place; tag: string; name: string; raw: string; valueStart: boolean }

/** Reads the constant text of a template; throws (a bug) at a hole where no value can be made safe. */
export function compileTemplate(strings: readonly string[]): Template {
  const pieces: string[] = []
  const slots: Slot[] = []
  const state: State = { place: 'text', tag: '', name: '', raw: '', valueStart: true }
  for (let n = 0; n < strings.length; n++) {
    const text = strings[n]!
    for (let i = 0; i < text.length; i++) step(state, text, i)
    if (n === strings.length - 1) pieces.push(text)
    else {
      const slot = slotAt(state)
      slots.push(slot)
      pieces.push(slot.kind === 'flag' ? text.slice(0, -(slot.name.length + 2)).trimEnd() : text)
    }
  }
  if (state.place !== 'text') throw new Error(`template: ends inside ${state.place} of <${state.tag}>`)
  return { pieces, slots }
}

function slotAt(state: State): Slot {
  if (state.place === 'text') {
    if (state.raw !== '') throw new Error(`template: no values inside <${state.raw}>`)
    return { kind: plainElements.has(state.tag) ? 'plain' : 'text' }
  }
  const name = state.name.toLowerCase()
  if (state.place === 'value') {
    if (refusedAttributes.test(name)) throw new Error(`template: no values in attribute ${name}`)
    const kind = urlAttributes.has(name)
      ? state.valueStart
        ? 'url'
        : 'urlPart'
      : name === 'value'
        ? 'exact'
        : 'attribute'
    state.valueStart = false
    return { kind }
  }
  if (state.place === 'beforeValue' && name.startsWith('?')) {
    state.place = 'tag'
    return { kind: 'flag', name: name.slice(1) }
  }
  throw new Error(`template: no value can stand in ${state.place} of <${state.tag}>`)
}

function step(state: State, text: string, i: number): void {
  const c = text[i]!
  switch (state.place) {
    case 'text':
      if (c !== '<') return
      state.place = text.startsWith('<!--', i) ? 'comment' : 'tagName'
      state.tag = ''
      return
    case 'comment':
      if (c === '>' && text.slice(i - 2, i) === '--') state.place = 'text'
      return
    case 'tagName':
      if (c === '>') endTag(state)
      else if (isSpace(c)) state.place = 'tag'
      else state.tag += c.toLowerCase()
      return
    case 'tag':
      if (c === '>') endTag(state)
      else if (!isSpace(c) && c !== '/') {
        state.place = 'attributeName'
        state.name = c
      }
      return
    case 'attributeName':
      if (c === '=') state.place = 'beforeValue'
      else if (c === '>') endTag(state)
      else if (isSpace(c)) state.place = 'tag'
      else state.name += c
      return
    case 'beforeValue':
      if (c !== '"') throw new Error(`template: attribute ${state.name} needs double quotes`)
      state.place = 'value'
      state.valueStart = true
      return
    case 'value':
      if (c === '"') state.place = 'tag'
      else state.valueStart = false
  }
}

function endTag(state: State): void {
  state.place = 'text'
  if (state.raw !== '') {
    if (state.tag === '/' + state.raw) state.raw = ''
  } else if (rawElements.has(state.tag)) state.raw = state.tag
}

function isSpace(c: string): boolean {
  return c === ' ' || c === '\n' || c === '\t' || c === '\r'
}
