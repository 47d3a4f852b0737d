import { OpenAPIHono, z } from '@hono/zod-openapi'
import { namedIn, namesOf } from '#server/exports/names.ts'
import { notesSheets } from '#server/exports/sheets.ts'
import { PAGED, tableOfView, VIEWS } from '#server/exports/views/tables.ts'
import { FORMATS, MEDIA_TYPES, writeTable } from '#server/exports/write-table.ts'
import { Turns } from '#server/jobs/drafts/turns.ts'
import { standingOf } from '#server/readings/standing.ts'
import type { Include } from '#shared/contract/reading.ts'
import { citation } from '#shared/i18n/citation.ts'
import { text } from '#shared/i18n/text.ts'
import type { HttpEnv } from '../../env.ts'
import { problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

// Every question of the public pages as a file: its address with the ending of a format. The file is made from the
// answer that the question itself gets, asked as the one who asks for the file, so it can say nothing else.

/** Paths below /api/v1. Readings have had their CSV from the start, in a route of its own. */
export const DOWNLOADS = VIEWS.flatMap((view) =>
  FORMATS.filter((format) => view !== 'readings' || format !== 'csv').map((format) => ({
    view,
    format,
    path: `${view === 'effect' ? '/innovations/:id/effect' : `/${view}`}.${format}`,
  })),
)

/** Asks the API itself. */
type Ask = (request: Request, env: HttpEnv['Bindings']) => Response | Promise<Response>

/** Files that cost a worker and a work folder; the rest wait. */
const turns = new Turns(2)
const MOST_A_PAGE = '1000'

export function downloads(ask: Ask) {
  const app = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  app.openAPIRegistry.registerPath({
    method: 'get',
    path: '/{question}.{format}',
    summary: 'The answer to a question as a file',
    description:
      'One row for each figure, with codes and their names in both languages. Parameters are those of the question; lists that come in pages are given whole. CSV is UTF-8 without a byte order mark, texts that a spreadsheet would run have an apostrophe before them.',
    request: {
      params: z.object({ question: z.enum(VIEWS).exclude(['effect']), format: z.enum(FORMATS) }),
    },
    responses: {
      200: {
        description: 'The file.',
        content: Object.fromEntries(
          Object.values(MEDIA_TYPES).map((type) => [type.split(';')[0]!, { schema: z.string() }]),
        ),
      },
      400: problemAnswer,
      404: problemAnswer,
      413: problemAnswer,
    },
  })
  for (const { view, format, path } of DOWNLOADS) {
    app.get(path, async (c) => {
      const url = new URL(c.req.url)
      const asked = new URL(url)
      asked.pathname = url.pathname.slice(0, -format.length - 1)
      if (PAGED.has(view) && !asked.searchParams.has('limit')) asked.searchParams.set('limit', MOST_A_PAGE)
      const headers = new Headers(c.req.raw.headers)
      for (const name of ['if-none-match', 'accept-encoding', 'accept']) headers.delete(name)
      const put = (at: URL) => ask(new Request(at, { headers }), c.env)
      const first = await put(asked)
      if (first.status !== 200) return first
      const answer = (await first.json()) as Answer
      const isWhole = PAGED.has(view) && !url.searchParams.has('limit') && !url.searchParams.has('cursor')
      for (let next = answer.next; isWhole && next; ) {
        asked.searchParams.set('cursor', next)
        const page = (await (await put(asked)).json()) as Answer
        answer.items?.push(...(page.items ?? []))
        next = page.next
      }
      const world = c.get('world')
      const directory = await world.directory()
      const names = namesOf(namedIn(directory))
      const asking = (name: string) => url.searchParams.get(name)
      const table = tableOfView(view, answer, names, {
        include: (asking('include')?.split(',') ?? []) as Include[],
        scope: { agency: asking('agency'), service: asking('service'), channel: asking('channel') },
      })
      // Of those that do not say it themselves.
      const told = { ...standingOf(world, directory, directory.asOf), ...answer }
      const sheets =
        format === 'xlsx'
          ? notesSheets(
              table.columns,
              names,
              provenanceOf(c.get('context').clock(), asked, told),
              c.get('locale'),
            )
          : []
      const options = { dataDir: c.get('context').dataDir, sheets }
      const write = () => writeTable(table, format, options)
      const { body } = format === 'xlsx' || format === 'parquet' ? await turns.take(write) : await write()
      return c.body(body as never, 200, { 'content-type': MEDIA_TYPES[format] })
    })
  }
  return app
}

interface Answer {
  asOf: string | null
  source: 'live' | 'released'
  release?: string | null
  demo: boolean
  indicator?: string
  readings?: { indicator: string }[]
  items?: { indicator?: string }[]
  next?: string | null | undefined
}

function provenanceOf(now: string, asked: URL, answer: Answer) {
  const indicators = new Set(
    [
      answer.indicator,
      ...[...(answer.readings ?? []), ...(answer.items ?? [])].map((one) => one.indicator),
    ].filter((id) => id !== undefined),
  )
  const [first] = indicators
  const cited = (locale: 'id' | 'en') =>
    citation(locale, {
      title: (first && text(locale).indicators.list[first]?.name) ?? 'Terukur',
      release: answer.release ?? null,
      publishedAt: answer.asOf,
      url: asked.href,
      accessedOn: now.slice(0, 10),
    })
  return {
    question: asked.href,
    state: answer.release ?? answer.source,
    asOf: answer.asOf,
    isDemo: answer.demo,
    citation: { id: cited('id'), en: cited('en') },
    indicators,
  }
}
