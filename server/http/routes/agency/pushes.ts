import { createHash } from 'node:crypto'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { stream } from 'hono/streaming'
import { allow, allowSomewhere } from '#server/actions/allow.ts'
import type { GroupOptions, RecordDraft } from '#server/actions/pushes/check-group.ts'
import type { RecordOutcome } from '#server/actions/pushes/commit-push.ts'
import { type DeletedRecord, deleteRecords } from '#server/actions/pushes/delete-records.ts'
import { findAnswer, type PushAnswer } from '#server/db/queries/pushes.ts'
import { fieldsOf, type RecordIssue } from '#server/ingest/check-records.ts'
import { MAX_GROUP_RECORDS } from '#server/jobs/push-collector.ts'
import { findFact } from '#server/readings/find-fact.ts'
import { type ActionName, actorText } from '#shared/access.ts'
import { DATASETS, type Dataset } from '#shared/contract/import.ts'
import {
  FACT_NAMES,
  KEY_FIELDS,
  type PushedItem,
  type PushOptions,
  type PushResult,
  pushedItem,
  pushOptions,
  pushResult,
} from '#shared/contract/push.ts'
import { issueMessage } from '#shared/i18n/issue-message.ts'
import { refusalText } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { validationHook } from '../../problem.ts'
import {
  draftOf,
  MAX_BODY_MB,
  parseBody,
  parseOptions,
  readBody,
  readLines,
  unpackBody,
} from '../../push-body.ts'
import { PUSH_EXAMPLES } from '../../push-examples.ts'

// Facts one by one, in batches, or as a stream. The bodies are read by push-body.ts: the library would hold them in
// memory to check them, and refuse a whole batch for one item.

const NDJSON = 'application/x-ndjson'
const MAX_KEY_CHARS = 255
const security = [{ token: [] }]
const places = z.object({ agency: z.string(), service: z.string(), ref: z.string() })

export const pushes = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })

for (const dataset of DATASETS) {
  const name = FACT_NAMES[dataset]
  const known = new Set(fieldsOf(dataset))
  const keys = new Set(KEY_FIELDS[dataset])
  const push = `${name}.push` as ActionName
  const remove = `${name}.delete` as ActionName
  pushes.post(`/${dataset}`, async (c) => {
    allowSomewhere(c.get('context').actor, push)
    return isStream(c) ? pushStream(c, dataset, push, known) : pushBody(c, dataset, push, known)
  })
  pushes.post(`/${dataset}/deletions`, async (c) => {
    allowSomewhere(c.get('context').actor, remove)
    const { items } = parseBody(await readBody(unpackBody(c.req.raw)))
    const records = items.map((item) => draftOf(item, keys))
    const outcomes = await deleteRecords(c.get('context'), { dataset, action: remove, records })
    c.get('pushes').refresh()
    return c.json(tell(dataset, outcomes, c.get('locale')), 200)
  })
  document(dataset)
  if (!isByRef(dataset)) continue
  pushes.delete(`/${dataset}/:agency/:service/:ref`, async (c) => {
    const key = c.req.param()
    allowSomewhere(c.get('context').actor, remove)
    const record = draftOf(key, keys)
    const [outcome] = await deleteRecords(c.get('context'), { dataset, action: remove, records: [record] })
    if (outcome!.status === 'rejected') await allow(c.get('context'), remove, [key.agency])
    if (outcome!.status !== 'deleted')
      throw new Refusal('not_found', 'no-fact', { key: Object.values(key).join('/') })
    c.get('pushes').refresh()
    return c.body(null, 204)
  })
  pushes.get(`/${dataset}/:agency/:service/:ref`, async (c) => {
    const key = c.req.param()
    await allow(c.get('context'), `${name}.find` as ActionName, [key.agency])
    const fact = await findFact(c.get('world'), dataset, key)
    if (!fact) throw new Refusal('not_found', 'no-fact', { key: Object.values(key).join('/') })
    return c.json(fact, 200, { 'cache-control': 'private, no-store' })
  })
}

function isByRef(dataset: Dataset): boolean {
  return KEY_FIELDS[dataset].includes('ref')
}

function isStream(c: Context<HttpEnv>): boolean {
  return /\bndjson\b|\bjsonl\b|json-seq/i.test(c.req.header('content-type') ?? '')
}

async function pushBody(
  c: Context<HttpEnv>,
  dataset: Dataset,
  action: ActionName,
  known: ReadonlySet<string>,
): Promise<Response> {
  const text = await readBody(unpackBody(c.req.raw))
  const { options, items } = parseBody(text)
  const run = async (keep: ((answer: string, status: number) => PushAnswer) | null) => {
    const outcomes: RecordOutcome[] = []
    let told = ''
    let status = 200
    const say = () => {
      const result = tell(dataset, outcomes, c.get('locale'))
      told = JSON.stringify(result)
      status = items.length > 0 && result.rejected === items.length ? 422 : 200
    }
    for (let at = 0; at === 0 || at < items.length; at += MAX_GROUP_RECORDS) {
      const part = items.slice(at, at + MAX_GROUP_RECORDS).map((item) => draftOf(item, known))
      const isLast = at + part.length >= items.length
      const answer = (fared: readonly RecordOutcome[]): PushAnswer => {
        outcomes.push(...fared)
        say()
        return keep!(told, status)
      }
      const fared = await write(c, dataset, action, options, part, keep && isLast ? answer : null)
      if (keep && isLast) continue
      outcomes.push(...fared)
    }
    if (!keep) say()
    return { told, status }
  }
  const { told, status } = await onceByKey(c, `${dataset}\n${text}`, run)
  return c.body(told, status as 200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
}

const running = new Map<string, { requestHash: string }>()

/** Does a request with an Idempotency-Key once: whoever sends it again is told what was told the first time.
 *  @throws Refusal `conflict` when the key stands for another request, or for one that still runs */
async function onceByKey(
  c: Context<HttpEnv>,
  asked: string,
  run: (
    keep: ((answer: string, status: number) => PushAnswer) | null,
  ) => Promise<{ told: string; status: number }>,
): Promise<{ told: string; status: number }> {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return run(null)
  if (key.length > MAX_KEY_CHARS) throw new Refusal('invalid', 'push-key-long', { max: MAX_KEY_CHARS })
  const actor = actorText(c.get('context').actor)
  const requestHash = createHash('sha256').update(asked).digest('base64url')
  const place = `${actor}\n${key}`
  const other = running.get(place)
  if (other)
    throw new Refusal(
      'conflict',
      other.requestHash === requestHash ? 'push-key-running' : 'push-key-reused',
      {},
    )
  running.set(place, { requestHash })
  try {
    const before = await findAnswer(c.get('world').db.read, actor, key)
    if (before && before.requestHash !== requestHash) throw new Refusal('conflict', 'push-key-reused', {})
    if (before) {
      c.header('idempotency-replayed', 'true')
      return { told: before.answer, status: before.status }
    }
    return await run((answer, status) => ({
      actor,
      key,
      requestHash,
      status,
      answer,
      keptAt: c.get('context').clock(),
    }))
  } finally {
    running.delete(place)
  }
}

/** Each line of the answer stands for a line of the request, as soon as it is durable; the last one sums up. */
function pushStream(
  c: Context<HttpEnv>,
  dataset: Dataset,
  action: ActionName,
  known: ReadonlySet<string>,
): Response {
  if (c.req.header('idempotency-key') !== undefined) throw new Refusal('invalid', 'push-key-stream', {})
  const options = parseOptions(queryOptions(c))
  const body = unpackBody(c.req.raw)
  const locale = c.get('locale')
  c.header('content-type', NDJSON)
  c.header('cache-control', 'no-store')
  return stream(c, async (out) => {
    const { items: _, ...counts } = tell(dataset, [], locale)
    let part: RecordDraft[] = []
    const flush = async () => {
      const outcomes = await write(c, dataset, action, options, part, null)
      const { items, dataset: _, ...told } = tell(dataset, outcomes, locale, counts.received)
      for (const name of Object.keys(told) as (keyof typeof told)[]) counts[name] += told[name]
      part = []
      await out.write(items.map((item) => `${JSON.stringify(item)}\n`).join(''))
    }
    try {
      for await (const line of readLines(body)) {
        part.push(draftOf(line, known))
        if (part.length === MAX_GROUP_RECORDS) await flush()
      }
      if (part.length > 0) await flush()
      await out.write(`${JSON.stringify({ done: true, ...counts })}\n`)
    } catch (error) {
      // Nobody reads any more; what went in before it broke off is there.
      if (c.req.raw.signal.aborted) return
      // The status has gone out: what was told is durable, and the rest is to be sent again.
      const detail = error instanceof Refusal ? refusalText(locale, error) : 'internal'
      await out.write(`${JSON.stringify({ done: false, ...counts, detail })}\n`)
      if (!(error instanceof Refusal)) throw error
    }
  })
}

function queryOptions(c: Context<HttpEnv>): Record<string, unknown> {
  const { covers, asOf, scale, create, timezone } = c.req.query()
  return {
    ...(covers !== undefined && { covers: covers.split(',') }),
    ...(scale !== undefined && { scale: scale.split(',').map(Number) }),
    ...(create !== undefined && { create: create.split(',') }),
    ...(asOf !== undefined && { asOf }),
    ...(timezone !== undefined && { timezone }),
  }
}

function write(
  c: Context<HttpEnv>,
  dataset: Dataset,
  action: ActionName,
  { covers, asOf, scale, create, timezone }: PushOptions,
  records: readonly RecordDraft[],
  answer: ((outcomes: readonly RecordOutcome[]) => PushAnswer) | null,
): Promise<RecordOutcome[]> {
  const { actor, defaultTimezone } = c.get('context')
  const options: GroupOptions = {
    dataset,
    create: create ?? [],
    scale: scale ?? null,
    timezone: timezone ?? defaultTimezone,
  }
  return c.get('pushes').push(options, {
    actor,
    action,
    records,
    covers: covers ?? null,
    asOf: asOf ? new Date(asOf).toISOString() : null,
    answer,
  })
}

/** How items fared, for whoever sent them. `before`: how many went before in the same stream. */
function tell(
  dataset: Dataset,
  outcomes: readonly (RecordOutcome | DeletedRecord)[],
  locale: Locale,
  before = 0,
): PushResult {
  const counts = { inserted: 0, updated: 0, unchanged: 0, deleted: 0, absent: 0, rejected: 0 }
  let warnings = 0
  const items = outcomes.map(({ status, issues }, i): PushedItem => {
    counts[status]++
    warnings += issues.filter(({ severity }) => severity === 'warning').length
    const item = before + i + 1
    return { item, status, issues: issues.map((issue) => tellIssue(issue, item, locale)) }
  })
  return { dataset, received: items.length, ...counts, warnings, items }
}

const tellIssue = ({ field, code, severity, params }: RecordIssue, item: number, locale: Locale) => ({
  item,
  field,
  code,
  severity,
  message: issueMessage(locale, code, field, params),
})

/** What the routes of a dataset are in the API document, with examples that run as they are written. */
function document(dataset: Dataset): void {
  const fields = fieldsOf(dataset)
  const problem = (description: string) => ({ description })
  const problems = {
    400: problem('The body cannot be used.'),
    401: problem('Nobody is signed in.'),
    403: problem('It may be done nowhere by whoever asks.'),
    413: problem(`More than ${MAX_BODY_MB} MB at once.`),
    503: problem('Nothing was written because too much is waiting; Retry-After says when to send it again.'),
  }
  const item = z.looseObject(Object.fromEntries(fields.map((field) => [field, z.unknown().optional()])))
  const lines = { schema: z.string().openapi({ description: 'One JSON object a line.' }) }
  const result = { 'application/json': { schema: pushResult } }
  pushes.openAPIRegistry.registerPath({
    ...createRoute({
      method: 'post',
      path: `/${dataset}`,
      summary: `Push ${dataset}: one, several, or a stream`,
      description: `Fields: ${fields.join(', ')}. Dates are ISO 8601; without a zone they are the agency's local time. What has the same key (${KEY_FIELDS[dataset].join(', ')}) corrects what was there, in the order of the items. An item that is wrong is rejected with its issues, the others go in; 422 when none did. What is acknowledged is durable; figures follow within about a second. A body may be packed (\`Content-Encoding: gzip\`). With ${NDJSON} the options go in the query, and each line is answered by a line, the last of which sums up.`,
      security,
      request: {
        headers: z.object({
          'idempotency-key': z.string().max(MAX_KEY_CHARS).optional().openapi({
            description: 'The same key again is answered as the first time, for a day at least.',
          }),
        }),
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.union([pushOptions.extend({ items: z.array(item) }), z.array(item), item]),
              examples: PUSH_EXAMPLES[dataset],
            },
            [NDJSON]: lines,
          },
        },
      },
      responses: {
        200: {
          description: 'How each item fared.',
          content: { ...result, [NDJSON]: { schema: pushedItem } },
        },
        409: problem('The Idempotency-Key stands for another request.'),
        422: { description: 'Every item was rejected.', content: result },
        ...problems,
      },
    }),
  })
  const key = z.object(Object.fromEntries(KEY_FIELDS[dataset].map((field) => [field, z.string().optional()])))
  pushes.openAPIRegistry.registerPath({
    ...createRoute({
      method: 'post',
      path: `/${dataset}/deletions`,
      summary: `Take ${dataset} away by their keys`,
      security,
      request: {
        body: {
          required: true,
          content: {
            'application/json': { schema: z.union([z.object({ items: z.array(key) }), z.array(key), key]) },
          },
        },
      },
      responses: {
        200: { description: 'How each item fared: deleted, absent or rejected.', content: result },
        ...problems,
      },
    }),
  })
  if (!isByRef(dataset)) return
  const one = { path: `/${dataset}/{agency}/{service}/{ref}`, security, request: { params: places } }
  const missing = { 404: problem('There is nothing with this key.') }
  pushes.openAPIRegistry.registerPath({
    ...createRoute({
      method: 'get',
      ...one,
      summary: `One of the ${dataset}, as it is kept`,
      responses: {
        200: { description: 'Its fields.', content: { 'application/json': { schema: z.looseObject({}) } } },
        ...missing,
        401: problems[401],
        403: problems[403],
      },
    }),
  })
  pushes.openAPIRegistry.registerPath({
    ...createRoute({
      method: 'delete',
      ...one,
      summary: `Take one of the ${dataset} away`,
      responses: {
        204: { description: 'It is gone; figures follow.' },
        ...missing,
        401: problems[401],
        403: problems[403],
      },
    }),
  })
}
