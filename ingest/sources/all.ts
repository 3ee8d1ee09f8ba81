import { source as bundle } from './bundle.ts'
import { source as eml } from './eml.ts'
import { source as emlFolder } from './eml-folder.ts'
import { source as lore } from './lore.ts'
import { source as maildir } from './maildir.ts'
import { source as mbox } from './mbox.ts'
import { source as publicInbox } from './public-inbox.ts'
import { source as text } from './text.ts'
import type { Source } from './types.ts'

/** Every kind of source, sorted by name. */
export const sources: readonly Source[] = [bundle, eml, emlFolder, lore, maildir, mbox, publicInbox, text]
