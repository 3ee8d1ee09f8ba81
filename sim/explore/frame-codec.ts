import type { Frame } from '../frames.ts'
import { bug } from '../ints.ts'

/** Where numbers and names go. */
export type Sink = { readonly put: (value: number) => void; readonly putName: (text: string) => void }
/** Where they come from again. */
export type Source = { readonly get: () => number; readonly getName: () => string }

type Loose = Record<string, unknown>
type Kind = 'fn' | 'number' | 'string' | 'any'

/** Stacks of frames, and any other plain value, as numbers. Each frame is written whole, whatever its fields are. */
export const frameCodec = ({ put, putName }: Sink, { get, getName }: Source) => {
  /** Shapes of frames: a function's name and the fields of its frame in their order. */
  const shapes: { readonly fn: string; readonly fields: readonly string[]; readonly kinds: readonly Kind[] }[] = []
  const byFn = new Map<string, number>()
  /** The first frame of a function sets its shape; the others are held to it where they are written. */
  const shapeOf = (f: Loose): number => {
    const fn = f['fn'] as string
    const known = byFn.get(fn)
    if (known !== undefined) return known
    const fields = Object.keys(f)
    const kinds = fields.map((name): Kind => {
      const kind = typeof f[name]
      return name === 'fn' ? 'fn' : kind === 'number' || kind === 'string' ? kind : 'any'
    })
    shapes.push({ fn, fields, kinds })
    byFn.set(fn, shapes.length - 1)
    return shapes.length - 1
  }
  const misfit = (f: Loose): never => bug(`frames of ${String(f['fn'])} differ in their fields`)

  const putFrames = (frames: readonly Frame[]): void => {
    put(frames.length)
    for (let i = 0; i < frames.length; i++) {
      const f = frames[i]! as unknown as Loose
      const shape = shapeOf(f)
      put(shape)
      const { fields, kinds } = shapes[shape]!
      let count = 0
      for (const name in f) {
        if (fields[count] !== name) misfit(f)
        const kind = kinds[count++]!
        if (kind === 'fn') continue
        const value = f[name]
        if (kind === 'any') putAny(value)
        else if (typeof value !== kind) misfit(f)
        else if (kind === 'number') put(value as number)
        else putName(value as string)
      }
      if (count !== fields.length) misfit(f)
    }
  }
  const getFrames = (frames: Frame[]): void => {
    const length = get()
    frames.length = Math.min(frames.length, length)
    for (let i = 0; i < length; i++) {
      const { fn, fields, kinds } = shapes[get()]!
      let f = frames[i] as unknown as Loose | undefined
      if (f?.['fn'] !== fn) {
        f = {}
        // Always the same fields in the same order.
        for (const name of fields) f[name] = fn
        frames[i] = f as unknown as Frame
      }
      for (let j = 0; j < fields.length; j++) {
        const kind = kinds[j]!
        if (kind !== 'fn') f[fields[j]!] = kind === 'number' ? get() : kind === 'string' ? getName() : getAny()
      }
    }
  }

  /** Any plain value. */
  const putAny = (value: unknown): void => {
    if (typeof value === 'number') {
      put(0)
      put(value)
    } else if (typeof value === 'boolean') put(value ? 2 : 1)
    else if (value === null || value === undefined) put(3)
    else if (typeof value === 'string') {
      put(4)
      putName(value)
    } else if (Array.isArray(value)) {
      put(5)
      put(value.length)
      for (const item of value) putAny(item)
    } else if (typeof value === 'object') {
      const entries = Object.entries(value)
      put(6)
      put(entries.length)
      for (const [name, item] of entries) {
        putName(name)
        putAny(item)
      }
    } else bug(`a ${typeof value} cannot be part of a state`)
  }
  const getAny = (): unknown => {
    switch (get()) {
      case 0:
        return get()
      case 1:
        return false
      case 2:
        return true
      case 3:
        return null
      case 4:
        return getName()
      case 5:
        return Array.from({ length: get() }, getAny)
      default: {
        const made: Loose = {}
        for (let left = get(); left > 0; left--) made[getName()] = getAny()
        return made
      }
    }
  }
  return { put: putFrames, get: getFrames, putAny, getAny }
}
