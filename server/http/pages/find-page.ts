import { writeInnovation, writeInnovations, writeSignals } from './change-pages.ts'
import { writeComparison } from './comparison-page.ts'
import { writeIndicator, writeIndicators } from './indicator-pages.ts'
import { writeAbout, writeData, writeServices, writeVerify } from './other-pages.ts'
import { writeRelease, writeReleases } from './release-pages.ts'
import { writeAgency, writeHome, writeService } from './scope-pages.ts'
import type { WritePage } from './written.ts'

const PAGES: readonly (readonly [path: RegExp, write: WritePage])[] = [
  [/^\/$/, writeHome],
  [/^\/agencies\/([^/]+)$/, writeAgency],
  [/^\/services$/, writeServices],
  [/^\/services\/([^/]+)$/, writeService],
  [/^\/indicators$/, writeIndicators],
  [/^\/indicators\/([^/]+)$/, writeIndicator],
  [/^\/comparison$/, writeComparison],
  [/^\/signals$/, writeSignals],
  [/^\/innovations$/, writeInnovations],
  [/^\/innovations\/([^/]+)$/, writeInnovation],
  [/^\/releases$/, writeReleases],
  [/^\/releases\/([^/]+)$/, writeRelease],
  [/^\/verify$/, writeVerify],
  [/^\/data$/, writeData],
  [/^\/about$/, writeAbout],
]

/** Who writes the page of an address; null: what is there needs the app, or an account. `path`: not yet decoded. */
export function findPage(path: string): { write: WritePage; id: string } | null {
  for (const [pattern, write] of PAGES) {
    const found = pattern.exec(path)
    if (!found) continue
    try {
      return { write, id: decodeURIComponent(found[1] ?? '') }
    } catch {
      return null
    }
  }
  return null
}
