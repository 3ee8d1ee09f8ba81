/** The bar on top of a working page: the same markup and classes as that of the reading pages (reading/shell.ts). */
export function SiteBar() {
  return (
    <header className="bar">
      <a className="home" href="/">
        <svg className="logo" viewBox="0 0 24 16" width="24" height="16" aria-hidden="true" focusable="false">
          <path className="logo-ack" d="M2 8.5 5.2 12 11 3.5" />
          <path className="logo-nak" d="M14 4l8 8M22 4l-8 8" />
        </svg>
        <span>acknak</span>
      </a>
      <nav aria-label="Site">
        <a href="/debate/">debates</a> <a href="/gfp/">flags</a> <a href="/mechanism/">mechanisms</a>{' '}
        <a href="/scenario/">scenarios</a> <a href="/oom">oom</a> <a href="/about">about</a>
      </nav>
      <form className="find" action="/search" role="search">
        <label className="hidden" htmlFor="q">
          Search the archive
        </label>
        <input
          id="q"
          name="q"
          type="search"
          placeholder="search mail, gfp: mech: f: s:"
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
        />
        <button>Search</button>
      </form>
      <button className="theme" type="button" hidden data-theme-switch="" suppressHydrationWarning>
        theme
      </button>
    </header>
  )
}

/** The foot of a working page, as on the reading pages. */
export function SiteFoot() {
  return (
    <footer className="foot">
      <p>
        acknak shows an argument beside its evidence.{' '}
        <a href="/about">What is in this archive, and how far to trust it</a>. Keys: <kbd>?</kbd>
      </p>
    </footer>
  )
}
