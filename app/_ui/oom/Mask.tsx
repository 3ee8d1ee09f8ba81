import { Fragment } from 'react'
import type { OomAnswer } from '../../../sim/replay/index.ts'

type MaskAnswer = NonNullable<OomAnswer['gfp']>

const abouts = {
  reclaim: 'reclaim',
  io: 'I/O',
  fs: 'filesystems',
  oom: 'OOM kill',
  fail: 'failing',
  watermark: 'watermark',
} as const

/** The address of the page that explains a mask. */
export const maskHref = (hex: string, order: number, kernel: string): string =>
  `/gfp/mask?${new URLSearchParams({ m: hex, order: String(order), kernel }).toString()}`

/** A mask of a log taken apart for its kernel: names, bits, what the request may do. */
export function Mask({ gfp, order, kernel }: { gfp: MaskAnswer; order: number; kernel: string | null }) {
  const { decoded } = gfp
  return (
    <>
      <p className="oom-mask">
        <code>{`${gfp.hex}${gfp.logged === null ? '' : `(${gfp.logged})`}`}</code>, order {order}
        {order > 0 && order < 20 && ` (${2 ** order} pages in a row)`}
      </p>
      {decoded === null ? (
        <p className="dim">
          The bits of a mask moved between kernels, and which kernel this is is not known: choose one above.
        </p>
      ) : (
        <>
          {gfp.logged === null && decoded.printed !== null && (
            <p>
              A {kernel} would print <code>{decoded.printed === '' ? '0x0()' : decoded.printed}</code>.
            </p>
          )}
          {gfp.sameAsLogged === false && gfp.logged !== null && (
            <p className="note">
              This program would print <code>{decoded.printed ?? decoded.names.join('|')}</code> for {kernel}: the log
              comes from another kernel or build, or the order of names was not read ({decoded.orderReason}).
            </p>
          )}
          <p className="oom-bits">
            {decoded.bits.map(bit => (
              <Fragment key={bit.name}>
                <a href={`/gfp/${encodeURIComponent(bit.name)}/`}>{bit.name}</a>{' '}
              </Fragment>
            ))}
            {decoded.unknown !== 0 && <span>{`0x${decoded.unknown.toString(16)} (no name known)`}</span>}
          </p>
          <dl className="oom-rules">
            {decoded.rules.map(rule => (
              <div key={rule.says}>
                <dt>{abouts[rule.about]}</dt>
                <dd>{rule.says}</dd>
              </div>
            ))}
          </dl>
          <p className="dim">
            {`Bits of the ${decoded.table} table (${decoded.sure}: ${decoded.reason}). `}
            <a href={maskHref(gfp.hex, Math.max(order, 0), decoded.kernel)}>This mask on other kernels and orders</a>
          </p>
        </>
      )}
    </>
  )
}
