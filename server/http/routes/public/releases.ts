import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { listChanged, listPublishedChanges } from '#server/db/queries/release-changes.ts'
import { listReleaseKeys } from '#server/db/queries/release-keys.ts'
import { findPart, listParts, readPart } from '#server/db/queries/release-parts.ts'
import { readingsCsv } from '#server/exports/views/readings.ts'
import { readReleasedReadings } from '#server/readings/released-readings.ts'
import {
  ChangedScopes,
  FigureChange,
  ReleaseCode,
  ReleaseKeyList,
  ReleaseList,
  SignedRelease,
} from '#shared/contract/release.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { cursor, date, lang, limit, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'
import { publishedRelease, publishedReleases, readMain } from '../../published-release.ts'
import { releaseItem } from '../../release-item.ts'
import { readingsQuery, toQuery } from './readings.ts'

// What is published, and what proves it. A release answers here for ever with the same bytes; before its instant it is
// not there, and the moment after it is, because each question looks at the clock.

type C = Context<HttpEnv>

const code = z.string().openapi({ example: '2026-10' })
const json = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})

const listRoute = createRoute({
  method: 'get',
  path: '/releases',
  summary: 'What was released, the newest first',
  request: { query: z.strictObject({ lang }) },
  responses: json(ReleaseList, 'Every published release.'),
})

const oneRoute = createRoute({
  method: 'get',
  path: '/releases/{code}',
  summary: 'The manifest of a release with its signature',
  description:
    'The text of the manifest is canonical JSON (RFC 8785): it names every part of the release with its SHA-256, and the release before with that of its manifest.',
  request: { params: z.object({ code }) },
  responses: { ...json(SignedRelease, 'The same bytes for ever.'), 404: problemAnswer },
})

const part = {
  method: 'get',
  summary: 'A part of a release, byte by byte as its hash was made',
  responses: {
    200: {
      description: 'JSON, or NDJSON with one value a line. The same bytes for ever.',
      content: { 'application/json': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
    },
    404: problemAnswer,
  },
} as const
const partRoute = createRoute({
  ...part,
  path: '/releases/{code}/parts/{file}',
  request: { params: z.object({ code, file: z.string().openapi({ example: 'rules.json' }) }) },
})
const partInFolderRoute = createRoute({
  ...part,
  path: '/releases/{code}/parts/{folder}/{file}',
  request: {
    params: z.object({
      code,
      folder: z.enum(['readings', 'cells']),
      file: z.string().openapi({ example: 'together.ndjson' }),
    }),
  },
})

const releasedQuery = readingsQuery.omit({ channel: true, include: true })
const figures = (path: '/releases/{code}/readings' | '/releases/{code}/readings.csv') =>
  createRoute({
    method: 'get',
    path,
    summary: 'Figures of a release, as /readings gives them',
    description: 'Grains from `month` to `all`, and `given`; a release tells no channels apart.',
    request: { params: z.object({ code }), query: releasedQuery },
    responses: {
      200: {
        description: 'Readings. The same bytes for ever.',
        content: {
          'application/json': {
            schema: z.looseObject({ release: z.string(), readings: z.array(z.looseObject({})) }),
          },
          'text/csv': { schema: z.string() },
        },
      },
      400: problemAnswer,
      404: problemAnswer,
    },
  })

const changesRoute = createRoute({
  method: 'get',
  path: '/revisions',
  summary: 'Every figure that a release said otherwise than the one before, the newest first',
  description: 'Of periods that both speak of in full. Figures that are hidden in either are left out.',
  request: {
    query: z.strictObject({
      agency: z.string().min(1).optional().openapi({ description: '`_T`: everything together.' }),
      indicator: z.string().min(1).optional(),
      service: z.string().min(1).optional(),
      exact: z.enum(['true', 'false']).optional().openapi({
        description:
          'Of no other scope than what is named: without `agency` of everything together, without `service` of all services together.',
      }),
      period: z.string().min(1).optional().openapi({ example: '2026-Q3' }),
      release: ReleaseCode.optional().openapi({ description: 'That release alone.' }),
      since: date.optional().openapi({ description: 'Released on or after this day, UTC.' }),
      limit,
      cursor,
      lang,
    }),
  },
  responses: {
    ...json(z.object({ items: z.array(FigureChange), next: z.string().nullable() }), 'A page.'),
    400: problemAnswer,
    404: problemAnswer,
  },
})

const changedRoute = createRoute({
  method: 'get',
  path: '/releases/{code}/changed',
  summary: 'What the log of a release speaks of',
  request: { params: z.object({ code }) },
  responses: { ...json(ChangedScopes, 'The same bytes for ever.'), 404: problemAnswer },
})

const keysRoute = createRoute({
  method: 'get',
  path: '/release-keys',
  summary: 'The keys that releases were signed with, oldest first',
  description:
    'Each but the first is endorsed by the one before: an Ed25519 signature over the text of its public key.',
  responses: json(ReleaseKeyList, 'All of them.'),
})

const IMMUTABLE = 'public, max-age=31536000, immutable'
const OPEN = { 'access-control-allow-origin': '*' }
const FRESH = { ...OPEN, 'cache-control': 'public, max-age=0, must-revalidate' }

export const releases = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const published = await publishedReleases(c)
    return c.json({ items: published.map((release, i) => releaseItem(release, i === 0)) }, 200, FRESH)
  })
  .openapi(oneRoute, async (c) => {
    const { manifest, sha256, signature, keyId } = await publishedRelease(c, c.req.valid('param').code)
    const key = (await listReleaseKeys(readMain(c))).find((one) => one.keyId === keyId)
    const signed: SignedRelease = { manifest, sha256, signature, publicKey: key?.publicKey ?? '' }
    return forEver(c, sha256, JSON.stringify(signed), 'application/json') as never
  })
  .openapi(partRoute, async (c) => {
    const { code, file } = c.req.valid('param')
    return answerPart(c, code, file) as never
  })
  .openapi(partInFolderRoute, async (c) => {
    const { code, folder, file } = c.req.valid('param')
    return answerPart(c, code, `${folder}/${file}`) as never
  })
  .openapi(figures('/releases/{code}/readings'), async (c) => {
    const release = await publishedRelease(c, c.req.valid('param').code)
    const found = await readReleasedReadings(readMain(c), release, toQuery(c.req.valid('query')))
    if (/text\/csv/.test(c.req.header('accept') ?? '')) return answerCsv(c, readingsCsv(found)) as never
    return c.json(found, 200, { ...OPEN, 'cache-control': IMMUTABLE, vary: 'accept' }) as never
  })
  .openapi(figures('/releases/{code}/readings.csv'), async (c) => {
    const release = await publishedRelease(c, c.req.valid('param').code)
    const found = await readReleasedReadings(readMain(c), release, toQuery(c.req.valid('query')))
    return answerCsv(c, readingsCsv(found)) as never
  })
  .openapi(changesRoute, async (c) => {
    const { agency, indicator, service, period, release, since, exact, limit, cursor } = c.req.valid('query')
    const isExact = exact === 'true'
    const rows = await listPublishedChanges(
      readMain(c),
      c.get('context').clock(),
      {
        agencyId: agency === undefined ? (isExact ? 0 : undefined) : await agencyIdOf(c, agency),
        indicator,
        service: service ?? (isExact ? '' : undefined),
        period,
        release,
        since: since && `${since}T00:00:00.000Z`,
      },
      cursor === undefined ? null : placeIn(cursor),
      limit + 1,
    )
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const next = rows.length > limit && last ? `${last.sequence}.${last.position}` : null
    return c.json({ items: page.map(({ body }) => JSON.parse(body) as FigureChange), next }, 200, FRESH)
  })
  .openapi(changedRoute, async (c) => {
    const release = await publishedRelease(c, c.req.valid('param').code)
    const { agencyIds, ...rest } = await listChanged(readMain(c), release.releaseId)
    const parts = await listParts(readMain(c), release)
    const codes = new Map(parts.map(({ agencyId, name }) => [agencyId, codeIn(name)]))
    const agencies = agencyIds.map((id) => (id === 0 ? TOTAL : (codes.get(id) ?? String(id)))).sort()
    return c.json({ agencies, ...rest }, 200, { ...OPEN, 'cache-control': IMMUTABLE })
  })
  .openapi(keysRoute, async (c) => c.json({ items: await listReleaseKeys(readMain(c)) }, 200, FRESH))

async function answerPart(c: C, code: string, name: string): Promise<Response> {
  const release = await publishedRelease(c, code)
  const found = await findPart(readMain(c), release, name)
  if (!found) throw new Refusal('not_found', 'no-release-part', { code, name })
  const type = name.endsWith('.json') ? 'application/json' : 'application/x-ndjson'
  return forEver(c, found.sha256, () => readPart(readMain(c), release, found), type)
}

/** Bytes that never change under a strong tag. */
async function forEver(
  c: C,
  sha256: string,
  text: string | (() => Promise<string>),
  type: string,
): Promise<Response> {
  const etag = `"${sha256}"`
  const headers = { ...OPEN, 'access-control-expose-headers': 'etag', etag, 'cache-control': IMMUTABLE }
  const asked = c.req.header('if-none-match')?.split(',') ?? []
  // Zipped on its way, the same answer carries the tag as a weak one.
  if (asked.some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, ''))))
    return c.body(null, 304, headers)
  const body = typeof text === 'string' ? text : await text()
  return c.body(body, 200, { ...headers, 'content-type': type })
}

const answerCsv = (c: C, text: string): Response =>
  c.body(text, 200, {
    ...OPEN,
    'cache-control': IMMUTABLE,
    vary: 'accept',
    'content-type': 'text/csv; charset=utf-8',
  })

/** Of a part of one agency. */
const codeIn = (name: string): string => name.replace(/^(readings|cells)\/|\.ndjson$/g, '')

/** As in SDMX. */
const TOTAL = '_T'

async function agencyIdOf(c: C, code: string): Promise<number> {
  if (code === TOTAL) return 0
  const found = (await c.get('context').world.directory()).agencyByCode.get(code)
  if (!found) throw new Refusal('not_found', 'no-agency', { code }, { parameter: 'agency' })
  return found.agencyId
}

function placeIn(cursor: string): { sequence: number; position: number } {
  const [, sequence, position] = /^(\d{1,9})\.(\d{1,9})$/.exec(cursor) ?? []
  if (sequence !== undefined) return { sequence: Number(sequence), position: Number(position) }
  const problem = sayFault('cursor', {})
  const issues = [{ parameter: 'cursor', message: problem }]
  throw new Refusal('invalid', 'field-invalid', { field: 'cursor', problem }, { issues })
}
