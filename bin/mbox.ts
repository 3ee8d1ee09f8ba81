import { mboxVariants } from '../ingest/index.ts'
import type { MboxVariant } from '../ingest/index.ts'
import type { Args, Flag } from './args.ts'
import { UserError } from './errors.ts'

/** Flags of commands that read mbox files: nothing about their dialect is guessed. */
export const mboxFlags = {
  mbox: {
    value: mboxVariants.join('|'),
    says: 'how the mbox files mark `From ` lines: rd (lore, the default), o (Pipermail, Mutt), cl, cl2 (Content-Length)',
  },
  'strip-from': { says: 'with --mbox o or cl: take the > off lines that begin with >From' },
  'format-patch': { says: 'the files are git-format-patch output, whose separators name commits' },
} as const satisfies Readonly<Record<string, Flag>>

/** What those flags say, as a source takes it. Throws UserError for what does not go together. */
export function mboxFrom(args: Pick<Args, 'flags'>): {
  readonly mbox: MboxVariant
  readonly stripFrom: boolean
  readonly formatPatch: boolean
} {
  const given = args.flags.mbox ?? 'rd'
  const mbox = mboxVariants.find(known => known === given)
  if (mbox === undefined) throw new UserError(`--mbox takes ${mboxVariants.join(', ')}, not '${given}'`)
  const stripFrom = args.flags['strip-from'] !== undefined
  if (stripFrom && mbox !== 'o' && mbox !== 'cl')
    throw new UserError('--strip-from goes with --mbox o or --mbox cl: rd takes the > off anyway, cl2 has none')
  return { mbox, stripFrom, formatPatch: args.flags['format-patch'] !== undefined }
}
