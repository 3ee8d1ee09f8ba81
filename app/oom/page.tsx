import type { Metadata } from 'next'
import { gfpVersions } from '../../facts/index.ts'
import { Oom } from '../_ui/oom/Oom.tsx'
import { SiteBar, SiteFoot } from '../_ui/SiteBar.tsx'

export const metadata: Metadata = {
  title: 'Read an OOM report',
  description: 'Paste a kernel log: who was killed, why, and what would have changed it. Nothing leaves the browser.',
  alternates: { canonical: '/oom' },
}

type Props = { readonly searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Kernels to choose from: those whose tables were read, and a few on the way. */
const kernels = [...gfpVersions, 'v4.6', 'v5.10', 'v5.15', 'v6.6']

/** Paste a log or a mail; every report in it is explained in the browser. */
export default async function Page({ searchParams }: Props) {
  const { mail } = await searchParams
  const id = typeof mail === 'string' && mail.length <= 1000 ? mail.replace(/^<|>$/g, '') : null
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <SiteBar />
      <main id="main" className="oom-page">
        <h1>Read an OOM report</h1>
        <p className="prose">
          Who was killed, why, and what would have changed it: the badness of every task with its terms, the request as
          that kernel means it, the zones against their watermarks. For kernels 3.19 to 7.2.
        </p>
        {id !== null && (
          <p>
            From <a href={`/r/${encodeURIComponent(id)}/`}>this mail of the archive</a>.
          </p>
        )}
        <noscript>
          <p className="note">
            This page reads the log in your browser, with JavaScript, so that nothing of it is sent anywhere. Without
            JavaScript, this command says the same in a terminal:
          </p>
          <pre className="oom-command">acknak oom FILE</pre>
        </noscript>
        <Oom mail={id} kernels={kernels} />
        <section className="oom-teach" aria-labelledby="oom-how">
          <h2 id="oom-how">Where the log is, and how it is read</h2>
          <dl className="oom-facts">
            <div>
              <dt>this boot</dt>
              <dd>
                <code>dmesg</code> or <code>journalctl -k</code>
              </dd>
            </div>
            <div>
              <dt>the boot before</dt>
              <dd>
                <code>journalctl -k -b -1</code>
              </dd>
            </div>
            <div>
              <dt>in a terminal</dt>
              <dd>
                <code>journalctl -k | acknak oom -</code>
              </dd>
            </div>
          </dl>
          <p className="prose">
            A report begins with <q>invoked oom-killer</q> and ends with <q>Killed process</q>. Between them stand the
            stack of the task that asked, the free pages of every zone, and the table of tasks. Give all of it: time
            stamps, quote marks of a mail and lines broken by a mail client do no harm. What cannot be read is listed
            below its report.
          </p>
          <p className="prose">
            The kernel picks the task with the most points: its pages in memory, in swap and in page tables, plus{' '}
            <code>oom_score_adj</code> thousandths of all memory (or of the limit, in a cgroup). Rules differ between
            versions; the version is taken from the log.
          </p>
        </section>
      </main>
      <SiteFoot />
    </>
  )
}
