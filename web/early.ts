import type { Readings } from '#shared/contract/reading.ts'
import { askEarly } from './api/client.ts'
import { RELEASE_CALENDAR, readingsUrl, readSearch, SPAN } from './paths.ts'
import { applyTheme } from './theme.ts'
import { keyFigures, viewOf } from './view.ts'

// Runs while the app itself is still on its way: the theme, so that a chosen one does not flash, and the questions that
// the first view waits for. The home page's second one needs the answer to the first.

applyTheme()

void askEarly(RELEASE_CALENDAR)
const months = askEarly<Readings>(readingsUrl(SPAN))
if (location.pathname === '/') {
  const search = readSearch(Object.fromEntries(new URLSearchParams(location.search)))
  months.then(
    (known) => {
      const view = viewOf(known, search)
      if (view) void askEarly(readingsUrl(keyFigures(view, {})))
    },
    // The page, which asks again, says what went wrong.
    () => {},
  )
}

// What the server wrote is painted before the app keeps the line and the processor busy; a page in the background is never
// painted.
let isBegun = false
const begin = () => {
  if (!isBegun) void import('./main.tsx')
  isBegun = true
}
requestAnimationFrame(() => setTimeout(begin))
setTimeout(begin, 1000)
