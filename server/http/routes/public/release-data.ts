import { hash } from 'node:crypto'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ReleaseTable } from '#server/db/tables/releases.ts'
import { changesTable } from '#server/exports/datasets/lists.ts'
import { releasedReadings } from '#server/exports/datasets/released-readings.ts'
import { keepFile } from '#server/exports/kept-files.ts'
import { dcatCatalog } from '#server/exports/package/dcat.ts'
import { packageFiles } from '#server/exports/package/package-files.ts'
import { changesOf, namesOfRelease, type WantedLines } from '#server/exports/package/release-documents.ts'
import { storedRelease } from '#server/exports/package/stored-release.ts'
import { zipFiles } from '#server/exports/package/write-package.ts'
import { notesSheets } from '#server/exports/sheets.ts'
import { FORMATS, type Format, MEDIA_TYPES, streamOf, writeTable } from '#server/exports/write-table.ts'
import { writeCsv } from '#server/exports/writers/csv.ts'
import { Turns } from '#server/jobs/drafts/turns.ts'
import { RELEASED_GRAINS, ReleaseCode, ReleaseManifest } from '#shared/contract/release.ts'
import { citation } from '#shared/i18n/citation.ts'
import { text } from '#shared/i18n/text.ts'
import type { HttpEnv } from '../../env.ts'
import { codes, lang, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { publishedRelease, publishedReleases, readMain } from '../../published-release.ts'

// The whole of a published release to take along, as a table in each format and as a package. It never changes, so it
// is made once and kept.

type C = Context<HttpEnv>

/** In place of a code: everything, or all services, together. As in SDMX. */
const TOTAL = '_T'
const totals = (given: readonly string[] | undefined) => given?.map((code) => (code === TOTAL ? null : code))

const filter = z.strictObject({
  agency: codes.optional().openapi({
    type: 'string',
    description: 'Codes, each alone; `_T`: everything together; absent: all of these.',
  }),
  service: codes
    .optional()
    .openapi({ type: 'string', description: 'Codes; `_T`: all services together; absent: all of these.' }),
  indicator: codes.optional().openapi({ type: 'string', description: 'Ids; absent: all.' }),
  grain: z.enum(RELEASED_GRAINS).optional(),
  lang,
})
const params = z.object({ code: ReleaseCode })

const dataRoute = (format: Format) =>
  createRoute({
    method: 'get',
    path: `/releases/{code}/data.${format}`,
    summary: `Every figure of a release as ${format.toUpperCase()}`,
    description:
      'Tidy: one row for each figure, codes with their names in both languages; empty where there is no figure, with the reason beside it. The same bytes for ever.',
    request: { params, query: filter },
    responses: {
      200: {
        description: 'The table.',
        content: { [MEDIA_TYPES[format].split(';')[0]!]: { schema: z.string() } },
      },
      400: problemAnswer,
      404: problemAnswer,
      413: problemAnswer,
    },
  })

const packageRoute = createRoute({
  method: 'get',
  path: '/releases/{code}/package.zip',
  summary: 'A release as an open-data package',
  description:
    'Everything as it was signed, the figures as CSV, Parquet and SDMX-CSV, metadata as Frictionless Data Package, CSVW and DCAT, and readmes in both languages.',
  request: { params },
  responses: {
    200: { description: 'The package.', content: { 'application/zip': { schema: z.string() } } },
    404: problemAnswer,
  },
})

const changesRoute = createRoute({
  method: 'get',
  path: '/releases/{code}/changes.csv',
  summary: 'Every figure that a release says otherwise than the one before, as CSV',
  description: 'The whole log, in the order of `changes.ndjson`. The same bytes for ever.',
  request: { params },
  responses: {
    200: { description: 'The table.', content: { 'text/csv': { schema: z.string() } } },
    404: problemAnswer,
  },
})

const catalogRoute = createRoute({
  method: 'get',
  path: '/catalog.jsonld',
  summary: 'Catalogue of all published releases (DCAT 3, JSON-LD)',
  responses: {
    200: { description: 'The catalogue.', content: { 'application/ld+json': { schema: z.object({}) } } },
  },
})

/** Formats that cost a worker and a work folder; the rest wait. */
const turns = new Turns(2)

const app = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
for (const format of FORMATS) {
  app.openapi(dataRoute(format), async (c) => {
    const release = await publishedRelease(c, c.req.valid('param').code)
    const { agency, service, indicator, grain, lang } = c.req.valid('query')
    const wanted = { agencies: totals(agency), services: totals(service), indicators: indicator, grain }
    const isWhole = Object.values(wanted).every((one) => one === undefined)
    const locale = lang ?? 'id'
    const make = () => tableBytes(c, release, format, wanted, locale)
    const name = `terukur-${release.code}.${format}`
    const tag = `${format}-${locale}-${isWhole ? '' : JSON.stringify(wanted)}`
    return forEver(c, release, { name, type: MEDIA_TYPES[format], tag, isWhole, make })
  })
}

export const releaseData = app
  .openapi(packageRoute, async (c) => {
    const release = await publishedRelease(c, c.req.valid('param').code)
    const { dataDir, publicUrl } = c.get('context')
    async function* make() {
      const documents = await storedRelease(readMain(c), release)
      yield* zipFiles(packageFiles(documents, { dataDir, origin: publicUrl }), release.publishAt)
    }
    const name = `terukur-${release.code}.zip`
    return forEver(c, release, {
      name,
      type: 'application/zip',
      tag: `zip-${publicUrl}`,
      isWhole: true,
      make,
    })
  })
  .openapi(changesRoute, async (c) => {
    const release = await publishedRelease(c, c.req.valid('param').code)
    async function* make() {
      yield* writeCsv(changesTable(changesOf(await storedRelease(readMain(c), release))))
    }
    const name = `terukur-${release.code}-changes.csv`
    return forEver(c, release, { name, type: MEDIA_TYPES.csv, tag: 'changes', isWhole: true, make })
  })
  .openapi(catalogRoute, async (c) => {
    const releases = await publishedReleases(c)
    const manifests = releases.map(({ manifest }) => ReleaseManifest.parse(JSON.parse(manifest)))
    const origin = c.get('context').publicUrl ?? new URL(c.req.url).origin
    const body = JSON.stringify(dcatCatalog(origin, manifests), null, 2)
    return tagged(c, hash('sha256', body, 'hex'), 'public, max-age=0, must-revalidate', () =>
      c.body(body, 200, { 'content-type': 'application/ld+json' }),
    ) as never
  })

async function* tableBytes(
  c: C,
  release: ReleaseTable,
  format: Format,
  wanted: WantedLines,
  locale: 'id' | 'en',
): AsyncGenerator<Uint8Array> {
  const { dataDir, publicUrl } = c.get('context')
  const documents = await storedRelease(readMain(c), release)
  const { code, from, through, publishAt, asOf, isDemo } = documents.manifest
  const names = await namesOfRelease(documents)
  const table = releasedReadings({ release: code, from, through, names, lines: documents.lines(wanted) })
  const url = `${publicUrl ?? ''}/api/v1/releases/${code}`
  const cited = (of: 'id' | 'en') =>
    citation(of, {
      title: text(of).web.title,
      release: code,
      publishedAt: publishAt,
      url,
      accessedOn: null,
    })
  const indicators = wanted.indicators ?? names.indicators.keys()
  const provenance = {
    question: url,
    state: code,
    asOf,
    isDemo,
    citation: { id: cited('id'), en: cited('en') },
    indicators,
  }
  const sheets = format === 'xlsx' ? notesSheets(table.columns, names, provenance, locale) : []
  const write = () => writeTable(table, format, { dataDir, sheets })
  const { body } = format === 'xlsx' || format === 'parquet' ? await turns.take(write) : await write()
  yield* body as unknown as AsyncIterable<Uint8Array>
}

interface LastingFile {
  name: string
  type: string
  /** what its bytes depend on beside the release */
  tag: string
  /** nothing was left out, so it is worth keeping */
  isWhole: boolean
  make(): AsyncIterable<Uint8Array>
}

const IMMUTABLE = 'public, max-age=31536000, immutable'
/** The same figures for ever, in bytes that another version of the program may write otherwise. */
const DAY = 'public, max-age=86400'

/** A file that never changes. What cannot be made is refused before anything of it is sent. */
function forEver(c: C, release: ReleaseTable, file: LastingFile): Promise<Response> {
  const tag = hash('sha256', `${release.sha256}\n${file.tag}`, 'hex')
  return tagged(c, tag, file.isWhole ? IMMUTABLE : DAY, async () => {
    const { bytes, size } = file.isWhole
      ? await keepFile(c.get('context').dataDir, `${tag.slice(0, 16)}-${file.name}`, file.make)
      : { bytes: file.make(), size: null }
    const headers = {
      'content-type': file.type,
      'content-disposition': `attachment; filename="${file.name}"`,
      ...(size !== null && { 'content-length': String(size) }),
    }
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    return c.body(streamOf(await begun(bytes)) as never, 200, headers)
  })
}

/** The same pieces, the first of which is there: what is wrong shows at it. */
async function begun(pieces: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const iterator = pieces[Symbol.asyncIterator]()
  const first = await iterator.next()
  return (async function* () {
    try {
      if (first.done) return
      yield first.value
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  })()
}

async function tagged(
  c: C,
  tag: string,
  control: string,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const etag = `"${tag}"`
  const headers = {
    etag,
    'cache-control': control,
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'etag, content-disposition',
  }
  const asked = c.req.header('if-none-match')?.split(',') ?? []
  if (asked.some((one) => [etag, `W/${etag}`, '*'].includes(one.trim()))) return c.body(null, 304, headers)
  const response = await answer()
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}
