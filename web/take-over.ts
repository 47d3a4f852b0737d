/** How long what the server wrote may stay while the app still loads: then what it has, or why it has nothing, is shown. */
const PATIENCE_MS = 10_000

/** Puts the app where the written page is, once it shows something and waits for nothing. Who stood on a link, or had
 *  skipped to the content, stands there still. */
export function takeOver(written: HTMLElement, app: HTMLElement): void {
  const isReady = () => app.querySelector('h1') !== null && app.querySelector('.skeleton') === null
  const put = () => {
    observer.disconnect()
    clearTimeout(timer)
    const focused = written.contains(document.activeElement) ? document.activeElement : null
    const href = focused?.getAttribute('href')
    const place = href ? `a[href="${CSS.escape(href)}"]` : focused?.id && `#${CSS.escape(focused.id)}`
    app.id = written.id
    written.replaceWith(app)
    if (place) app.querySelector<HTMLElement>(place)?.focus({ preventScroll: true })
  }
  const observer = new MutationObserver(() => {
    if (isReady()) put()
  })
  observer.observe(app, { childList: true, subtree: true })
  const timer = setTimeout(put, PATIENCE_MS)
}
