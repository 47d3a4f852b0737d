import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { isAllowed, type Where } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import { copyIdentityOutbox } from '#server/auth/copy-outbox.ts'
import { type AuditFilter, type AuditRow, listAudit } from '#server/db/queries/audit.ts'
import { nameAuditThings } from '#server/db/queries/audit-things.ts'
import { type AuditItem, AuditPage, type AuditThing } from '#shared/contract/audit.ts'
import { auditCsv } from '../../audit-csv.ts'
import type { HttpEnv } from '../../env.ts'
import { cursor, limit, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const word = z.string().trim().max(200).optional()
const filter = z.strictObject({
  actor: word.describe('as the log gives it, or the name or address of a person'),
  action: word.describe('`subject.verb`, or a subject with all its verbs'),
  subject: word,
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
})
const refusals = { 400: problemAnswer, 401: problemAnswer, 403: problemAnswer }

const readRoute = createRoute({
  method: 'get',
  path: '/audit',
  summary: 'Who did what, the latest first',
  description: 'For whoever looks after some agencies: what was done about those.',
  request: { query: filter.extend({ limit, cursor }) },
  responses: {
    200: { description: 'What was done.', content: { 'application/json': { schema: AuditPage } } },
    ...refusals,
  },
})

const csvRoute = createRoute({
  method: 'get',
  path: '/audit.csv',
  summary: 'The same as CSV, without an end of a page',
  request: { query: filter },
  responses: { 200: { description: 'CSV.', content: { 'text/csv': { schema: z.string() } } }, ...refusals },
})

/** The audit log. */
export const audit = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(readRoute, async (c) => {
    await copyNow(c)
    const { limit, cursor, ...asked } = c.req.valid('query')
    const page = await readPage(c, asked, cursor === undefined ? null : Number(cursor), limit)
    return c.json(page, 200, { 'cache-control': 'private, no-store' })
  })
  .openapi(csvRoute, async (c) => {
    await copyNow(c)
    const asked = c.req.valid('query')
    let before: number | null = null
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const page = await readPage(c, asked, before, 1000)
        const text = auditCsv(page.items, before === null)
        if (text !== '') controller.enqueue(encoder.encode(`${text}\r\n`))
        if (page.next === null) controller.close()
        else before = Number(page.next)
      },
    })
    return c.body(body, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.csv"',
      'cache-control': 'private, no-store',
    }) as never
  })

/** What has changed about identities is in the log before the log is read. */
export async function copyNow(c: Context<HttpEnv>): Promise<void> {
  const identity = c.get('identity')
  if (identity) await copyIdentityOutbox(identity.db, c.get('world').db)
}

/** Rows looked through for one page at most, where few of them may be seen; the page may then be short. */
const MAX_LOOKED_AT = 5000

async function readPage(
  c: Context<HttpEnv>,
  { actor, ...asked }: z.output<typeof filter>,
  before: number | null,
  limit: number,
): Promise<{ items: AuditItem[]; next: string | null }> {
  const people = (await c.get('identity')?.listPeople()) ?? []
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const isSame = (text: string) => text.toLowerCase() === actor?.toLowerCase()
  // Nobody knows the id of a person; several may have one name.
  const called = people.filter(({ name, email }) => isSame(name) || isSame(email))
  const actors = actor ? [actor, ...called.map(({ id }) => `person:${id}`)] : undefined
  const { rows, next } = await readRows(c.get('context'), { ...asked, actors }, before, limit)
  const things = await nameAuditThings(
    c.get('world').db.read,
    rows.flatMap(({ actor, subject }) => [actor, subject]),
  )
  return { items: rows.map((row) => asItem(row, names, things)), next }
}

async function readRows(
  context: ActionContext,
  asked: AuditFilter,
  before: number | null,
  limit: number,
): Promise<{ rows: AuditRow[]; next: string | null }> {
  const seesAll = await isAllowed(context, 'audit.read', 'instance')
  const seen: AuditRow[] = []
  let last = before
  for (let looked = 0; looked < MAX_LOOKED_AT; ) {
    const rows = await listAudit(context.world.db.read, asked, last, limit)
    for (const row of rows) {
      last = row.sequence!
      looked++
      if (seesAll || (await isAllowed(context, 'audit.read', placeOf(row)))) seen.push(row)
      if (seen.length === limit) return { rows: seen, next: String(last) }
    }
    if (rows.length < limit) return { rows: seen, next: null }
  }
  return { rows: seen, next: String(last) }
}

/** Where it was done; of an account, and of what was not said, only the whole instance may read. */
const placeOf = ({ place }: AuditRow): Where =>
  place?.startsWith('[') ? (JSON.parse(place) as string[]) : 'instance'

const asItem = (
  row: AuditRow,
  names: ReadonlyMap<string, string>,
  things: ReadonlyMap<string, AuditThing>,
): AuditItem => ({
  sequence: row.sequence!,
  actedAt: row.actedAt,
  actor: row.actor,
  actorName: row.actor.startsWith('person:') ? (names.get(row.actor.slice(7)) ?? null) : null,
  actorThing: things.get(row.actor) ?? null,
  action: row.action,
  subject: row.subject,
  subjectThing: things.get(row.subject) ?? null,
  detail: JSON.parse(row.detail) as unknown,
  hash: row.hash!,
})
