import { SiteBar, SiteFoot } from './_ui/SiteBar.tsx'

/** A working page that does not exist. */
export default function NotFound() {
  return (
    <>
      <SiteBar />
      <main id="main" className="lab-page">
        <h1>There is no such page</h1>
        <p>
          The scenarios are listed at <a href="/scenario/">/scenario/</a>; everything else starts{' '}
          <a href="/">at home</a>.
        </p>
      </main>
      <SiteFoot />
    </>
  )
}
