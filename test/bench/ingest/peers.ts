import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { corpus } from '../generate/corpus.ts'
import { measure } from './measure.ts'
import type { Cost } from './measure.ts'

/** Another program that takes the same mail in. */
type Peer = {
  readonly name: string
  readonly program: string
  readonly debian: string
  /** The command as people would type it. */
  readonly says: string
  /** Takes minutes for 20,000 mails. */
  readonly isSlow?: boolean
  run(place: Place): Promise<Cost>
}
/** The mail as an mbox and as a Maildir, and a folder to write in. */
type Place = { readonly mbox: string; readonly maildir: string; readonly dir: string }

const onPath = (program: string): boolean =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .some(dir => existsSync(join(dir, program)) && statSync(join(dir, program)).isFile())

const peers: readonly Peer[] = [
  {
    name: 'mairix (no phrases, mails stay in the mbox)',
    program: 'mairix',
    debian: 'mairix',
    says: 'mairix -f rc',
    run: ({ mbox, dir }) => {
      const rc = join(dir, 'mairixrc')
      // mairix takes a line for a separator only where it names an address with a domain.
      const own = join(dir, 'mairix.mbox')
      writeFileSync(own, readFileSync(mbox, 'latin1').replaceAll(/^From mboxrd@z /gm, 'From a@example.org '), 'latin1')
      writeFileSync(rc, `base=${dir}\nmbox=${own}\nmfolder=found\ndatabase=${join(dir, 'mairix.db')}\n`)
      return measure('mairix', ['-f', rc])
    },
  },
  {
    name: 'mu index',
    program: 'mu',
    debian: 'maildir-utils',
    says: 'mu init --maildir=DIR; mu index -q',
    run: async ({ maildir, dir }) => {
      const home = `--muhome=${join(dir, 'mu')}`
      mkdirSync(join(dir, 'mu'), { recursive: true })
      await measure('mu', ['init', home, `--maildir=${maildir}`])
      return measure('mu', ['index', '-q', home])
    },
  },
  {
    name: 'notmuch new',
    program: 'notmuch',
    debian: 'notmuch',
    says: 'notmuch new --quiet',
    isSlow: true,
    run: ({ maildir, dir }) => {
      const config = join(dir, 'notmuch.conf')
      writeFileSync(
        config,
        `[database]\npath=${maildir}\n[user]\nname=Bench\nprimary_email=bench@example.org\n[new]\ntags=\n`,
      )
      return measure('notmuch', ['new', '--quiet'], { env: { NOTMUCH_CONFIG: config } })
    },
  },
  {
    name: 'public-inbox v2, basic (no search)',
    program: 'public-inbox-init',
    debian: 'public-inbox',
    says: 'public-inbox-init -V2 -L basic; PublicInbox::Import of the mbox',
    run: async ({ mbox, dir }) => {
      const env = { HOME: dir, PI_CONFIG: join(dir, 'pi.conf') }
      const inbox = join(dir, 'inbox')
      // The inline C of Spawn.pm halves the cost, and needs its folder to be there.
      mkdirSync(join(dir, '.cache', 'public-inbox', 'inline-c'), { recursive: true })
      await measure(
        'public-inbox-init',
        ['-V2', '-L', 'basic', 'bench', inbox, 'http://127.0.0.1/bench', 'linux-example@lists.example.org'],
        { env },
      )
      // public-inbox reads whole mboxes only through its modules; this feeds them one mail at a time.
      const feed = join(dir, 'feed.pl')
      writeFileSync(
        feed,
        'use strict; use PublicInbox::InboxWritable; use PublicInbox::MboxReader; use PublicInbox::Config;\n' +
          'my $ibx = PublicInbox::InboxWritable->new(PublicInbox::Config->new->lookup_name("bench"));\n' +
          'my $im = $ibx->importer(1); open my $fh, "<", $ARGV[0] or die $!;\n' +
          'PublicInbox::MboxReader->mboxrd($fh, sub { $im->add($_[0]) }); $im->done;\n',
      )
      return measure('perl', [feed, mbox], { env })
    },
  },
]

/** What one peer came to, or why it did not run. */
export type PeerResult = {
  readonly name: string
  readonly says: string
  readonly cost: Cost | null
  readonly why: string
}

/** Runs the peers that are installed on the same `mails`; the slow ones only `withSlow`. */
export const runPeers = async (
  mbox: string,
  mails: number,
  seed: number,
  dir: string,
  withSlow: boolean,
): Promise<PeerResult[]> => {
  const maildir = join(dir, 'maildir')
  for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, name), { recursive: true })
  let n = 0
  for (const { entry } of corpus(mails, seed)) {
    const bytes = entry.subarray(entry.indexOf(0x0a) + 1, entry.length - 1)
    writeFileSync(join(maildir, 'cur', `${1_900_000_000 + n++}.bench:2,S`), bytes)
  }
  const results: PeerResult[] = []
  for (const [i, peer] of peers.entries()) {
    const { name, says, program, debian } = peer
    if (peer.isSlow === true && !withSlow) {
      results.push({ name, says, cost: null, why: 'left out (--slow-peers)' })
      continue
    }
    if (!onPath(program)) {
      results.push({ name, says, cost: null, why: `not installed (Debian: ${debian})` })
      continue
    }
    const own = join(dir, `peer-${i}`)
    mkdirSync(own)
    try {
      results.push({ name, says, cost: await peer.run({ mbox, maildir, dir: own }), why: '' })
    } catch (error) {
      results.push({
        name,
        says,
        cost: null,
        why: (error as Error).message.split('\n').slice(0, 2).join(' ').slice(0, 300),
      })
    }
  }
  return results
}
