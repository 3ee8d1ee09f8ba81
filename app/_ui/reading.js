// The reading pages work without this file. It adds: a theme switch, keys, folding, scenarios opened in place.
;(() => {
  'use strict'
  const root = document.documentElement
  const themes = ['auto', 'dark', 'light']

  const readTheme = () => {
    try {
      const theme = localStorage.getItem('theme')
      return themes.includes(theme) ? theme : 'auto'
    } catch {
      return 'auto'
    }
  }
  const setTheme = theme => {
    if (theme === 'auto') root.removeAttribute('data-theme')
    else root.setAttribute('data-theme', theme)
  }
  setTheme(readTheme())

  const each = (selector, act) => {
    for (const element of document.querySelectorAll(selector)) act(element)
  }

  function offerThemes() {
    each('[data-theme-switch]', button => {
      const say = () => {
        button.textContent = `theme: ${readTheme()}`
      }
      button.hidden = false
      say()
      button.addEventListener('click', () => {
        const next = themes[(themes.indexOf(readTheme()) + 1) % themes.length]
        try {
          localStorage.setItem('theme', next)
        } catch {
          // A browser that keeps nothing: the theme holds for this page.
        }
        setTheme(next)
        say()
      })
    })
  }

  function offerFolding() {
    each('[data-fold-all]', button => {
      button.hidden = false
      button.addEventListener('click', () => {
        const open = button.dataset.open !== 'yes'
        each('.body details.fold, details.pair-fold', fold => {
          fold.open = open
        })
        button.dataset.open = open ? 'yes' : 'no'
        button.textContent = open ? 'close all folds' : 'open all folds'
      })
    })
  }

  // A frame as high as what it shows; same origin, so its document can be measured.
  function fit(frame) {
    const inner = frame.contentDocument
    if (!inner || !inner.body) return
    const measure = () => {
      frame.style.height = `${Math.ceil(inner.body.getBoundingClientRect().height) + 8}px`
    }
    measure()
    new ResizeObserver(measure).observe(inner.body)
    inner.documentElement.dataset.theme = root.dataset.theme || ''
  }

  function openInPlace(link) {
    const id = link.dataset.frame
    const open = id && document.getElementById(id)
    if (open) {
      open.remove()
      delete link.dataset.frame
      link.setAttribute('aria-expanded', 'false')
      link.focus()
      return
    }
    const place = document.createElement('div')
    place.className = 'lab-place'
    place.id = `lab-${Math.round(performance.now() * 1000)}`
    const bar = document.createElement('p')
    bar.className = 'lab-frame-bar'
    const own = document.createElement('a')
    own.href = link.href
    own.textContent = 'open on its own page'
    const close = document.createElement('button')
    close.type = 'button'
    close.className = 'plain'
    close.textContent = 'close'
    close.addEventListener('click', () => openInPlace(link))
    bar.append(own, close)
    const frame = document.createElement('iframe')
    frame.className = 'lab-frame'
    frame.title = `Scenario: ${link.dataset.title || ''}`
    frame.src = link.dataset.embed
    frame.addEventListener('load', () => fit(frame))
    place.append(bar, frame)
    const cards = link.closest('.cards')
    const section = cards && cards.parentElement
    const slot = section && section.querySelector(':scope > .frame-slot')
    if (slot) slot.append(place)
    else if (cards) cards.after(place)
    else (link.closest('li, .listed-part, .card') || link).after(place)
    link.dataset.frame = place.id
    link.setAttribute('aria-expanded', 'true')
    place.scrollIntoView({ block: 'nearest' })
  }

  function offerScenarios() {
    each('a.run[data-embed]', link => link.setAttribute('aria-expanded', 'false'))
    document.addEventListener('click', event => {
      const link = event.target instanceof Element && event.target.closest('a.run[data-embed]')
      if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      openInPlace(link)
    })
  }

  const top = element => element.getBoundingClientRect().top
  // Where a mail's top comes to rest: under the bar (scroll-padding-top of the stylesheet).
  const rest = () => Number.parseFloat(getComputedStyle(root).scrollPaddingTop) || 0

  function step(by) {
    const all = [
      ...document.querySelectorAll(
        'main article.mail, main .thread-row, main .hits > li, main .version, main .pair, main .comment',
      ),
    ]
    const next = by > 0 ? all.find(e => top(e) > rest() + 8) : all.findLast(e => top(e) < rest() - 8)
    if (all.length < 2) {
      const link = document.querySelector(by > 0 ? 'a[rel="next"]' : 'a[rel="prev"]')
      if (link) link.click()
      return
    }
    if (!next) return
    next.scrollIntoView({ block: 'start' })
    const target = next.querySelector('h2 a, .title a') || next.querySelector('summary, a')
    if (target) target.focus({ preventScroll: true })
  }

  function run() {
    const inView = [...document.querySelectorAll('a.run[data-embed]')]
    const link = inView.find(element => top(element) >= 0 && top(element) < innerHeight) || inView[0]
    if (link) link.click()
  }

  const keys = [
    ['j', 'next mail or row', () => step(1)],
    ['k', 'previous mail or row', () => step(-1)],
    ['/', 'search', () => document.getElementById('q')?.focus()],
    ['r', 'run the scenario in view', run],
    ['o', 'open or close all folds', () => document.querySelector('[data-fold-all]')?.click()],
    ['?', 'these keys', help],
  ]

  function help() {
    let dialog = document.querySelector('dialog.help-keys')
    if (!dialog) {
      dialog = document.createElement('dialog')
      dialog.className = 'help-keys'
      dialog.setAttribute('aria-label', 'Keys')
      const list = document.createElement('dl')
      for (const [key, says] of keys) {
        const term = document.createElement('dt')
        const kbd = document.createElement('kbd')
        kbd.textContent = key
        term.append(kbd)
        const meaning = document.createElement('dd')
        meaning.textContent = says
        list.append(term, meaning)
      }
      const form = document.createElement('form')
      form.method = 'dialog'
      const close = document.createElement('button')
      close.textContent = 'Close'
      form.append(close)
      dialog.append(list, form)
      document.body.append(dialog)
    }
    dialog.showModal()
  }

  // Where React owns the page it answers keys itself.
  const isReading = () => !document.body.classList.contains('working')

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const on = event.target
    if (on instanceof Element && on.closest('input, textarea, select, [contenteditable], dialog')) return
    const found = keys.find(([key]) => key === event.key)
    if (!found) return
    event.preventDefault()
    found[2]()
  }

  // A link into a folded part opens the fold.
  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)))
    for (let fold = target && target.closest('details'); fold; fold = fold.parentElement.closest('details'))
      fold.open = true
  }

  document.addEventListener('DOMContentLoaded', () => {
    offerThemes()
    if (!isReading()) return
    offerFolding()
    offerScenarios()
    document.addEventListener('keydown', onKey)
    addEventListener('hashchange', openTarget)
    openTarget()
    if (matchMedia('(max-width: 60rem)').matches) each('.side-fold', fold => fold.removeAttribute('open'))
  })
})()
