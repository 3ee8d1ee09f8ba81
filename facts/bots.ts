import type { Address } from '../model/index.ts'

/** What a program that writes mail is for. */
export type BotKind = 'build-test' | 'fuzzer' | 'patch-notice' | 'tracker'

/** Senders that are programs, by address (lower case); `+` parts of an address are cut before. */
const senders: ReadonlyMap<string, BotKind> = new Map<string, BotKind>([
  ['lkp@intel.com', 'build-test'],
  ['fengguang.wu@intel.com', 'build-test'],
  ['bot@kernelci.org', 'build-test'],
  ['cki-project@redhat.com', 'build-test'],
  ['buildbot@kernel.org', 'build-test'],
  ['syzbot@syzkaller.appspotmail.com', 'fuzzer'],
  ['patchwork-bot@kernel.org', 'patch-notice'],
  ['tip-bot2@linutronix.de', 'patch-notice'],
  ['tip-bot@zytor.com', 'patch-notice'],
  ['pr-tracker-bot@kernel.org', 'patch-notice'],
  ['bugzilla-daemon@kernel.org', 'tracker'],
  ['bugzilla-daemon@bugzilla.kernel.org', 'tracker'],
])

/** Names under which programs write from addresses that people share. */
const names: ReadonlyMap<string, BotKind> = new Map<string, BotKind>([
  ['kernel test robot', 'build-test'],
  ['kbuild test robot', 'build-test'],
  ['kernelci.org bot', 'build-test'],
  ['tip-bot2', 'patch-notice'],
])

/** Notices that scripts send in a maintainer's name: mm-commits and the stable queue. */
const subjects: readonly RegExp[] = [
  /^(?:\+|-|\[[\w.: -]{3,60}\]) \S{1,200}\.patch (?:added to|removed from) \S{1,40} (?:branch|tree)/,
  /^(?:FAILED: )?patch "[^"]{1,900}" (?:has been added to|failed to apply to) (?:the )?\S{1,40}-stable tree/i,
]

/** Header fields (lower case) that only programs write. */
const fieldKinds: ReadonlyMap<string, BotKind> = new Map<string, BotKind>([
  ['robot-id', 'patch-notice'],
  ['x-bugzilla-type', 'tracker'],
  ['x-kernelci-report-type', 'build-test'],
])

/** The kind of program that a name or address is, null for a person. `+` parts of an address are cut before. */
export const botIdentity = (identity: Address): BotKind | null => {
  const [local = '', host = ''] = identity.address.toLowerCase().split('@')
  return senders.get(`${local.split('+')[0]}@${host}`) ?? names.get(identity.name.toLowerCase()) ?? null
}

/** True for a program's name or address. */
export const isBotIdentity = (identity: Address): boolean => botIdentity(identity) !== null

/**
 * The kind of program a mail was written by, null for a person (mail.md E59). Known senders and names, fields that only
 * programs write (where the caller has the header: values by their names in lower case), and the subjects of scripts that write in a
 * person's name.
 */
export const botOf = (mail: {
  readonly from: Address
  readonly subject: string
  readonly fields?: ReadonlyMap<string, readonly string[]>
}): BotKind | null => {
  const known = botIdentity(mail.from)
  if (known !== null) return known
  for (const field of mail.fields?.keys() ?? []) {
    const kind = fieldKinds.get(field)
    if (kind !== undefined) return kind
  }
  return subjects.some(form => form.test(mail.subject)) ? 'patch-notice' : null
}
