import { PAGE_PATHS, type PagePath } from '#web/page-paths.ts'
import { writeInnovation, writeInnovations, writeSignals } from './change-pages.ts'
import { writeComparison } from './comparison-page.ts'
import { writeIndicator, writeIndicators } from './indicator-pages.ts'
import { writeAbout, writeData, writeServices, writeVerify } from './other-pages.ts'
import { writeRelease, writeReleases } from './release-pages.ts'
import { writeAgency, writeHome, writeService } from './scope-pages.ts'
import type { WritePage } from './written.ts'

/** The others need the app, or an account. */
const WRITERS: Partial<Record<PagePath, WritePage>> = {
  '/': writeHome,
  '/agencies/$code': writeAgency,
  '/services': writeServices,
  '/services/$code': writeService,
  '/indicators': writeIndicators,
  '/indicators/$id': writeIndicator,
  '/comparison': writeComparison,
  '/signals': writeSignals,
  '/innovations': writeInnovations,
  '/innovations/$id': writeInnovation,
  '/releases': writeReleases,
  '/releases/$code': writeRelease,
  '/verify': writeVerify,
  '/data': writeData,
  '/about': writeAbout,
}

const PAGES = PAGE_PATHS.map((path) => ({
  pattern: new RegExp(`^${path.replace(/\$\w+/, '([^/]+)')}/?$`),
  write: WRITERS[path] ?? null,
}))

export interface FoundPage {
  /** null: what is there needs the app, or an account */
  write: WritePage | null
  /** what the address names, such as the code of an agency; '' where it names nothing */
  id: string
}

/** The page of an address; null: no page stands there. `path`: not yet decoded. */
export function findPage(path: string): FoundPage | null {
  for (const { pattern, write } of PAGES) {
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
