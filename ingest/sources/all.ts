import { source as eml } from './eml.ts'
import { source as mbox } from './mbox.ts'
import { source as text } from './text.ts'
import type { Source } from './types.ts'

/** Every kind of source, sorted by name. */
export const sources: readonly Source[] = [eml, mbox, text]
