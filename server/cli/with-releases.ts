import { createReleaseApp } from '#server/http/query-app.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { askServer, withContext } from './command.ts'
import type { Get } from './release-source.ts'
import { serverOf } from './server-of.ts'

/** Lets a command ask for releases: of a server that is named or owns the database here, else of the database itself. */
export async function withReleases<T>(
  given: { server?: string; key?: string },
  locale: Locale,
  run: (get: Get) => Promise<T>,
): Promise<T> {
  const server = serverOf(given)
  if (server) return run((path) => askServer(server, path))
  return withContext(locale, (context) => {
    const app = createReleaseApp(context)
    return run(async (path) => app.request(path))
  })
}
