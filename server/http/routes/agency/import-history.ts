import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { agenciesAllowed, allowSomewhere, isAllowed } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import { listAgenciesOf, listImportAgencies, listImports } from '#server/db/queries/imports.ts'
import type { UndoDesk } from '#server/jobs/undo-desk.ts'
import { actorText } from '#shared/access.ts'
import { DATASETS } from '#shared/contract/import.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { codes, cursor, date, lang, limit, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const security = [{ token: [] }]

const item = z
  .object({
    importId: z.string(),
    dataset: z.enum(DATASETS),
    source: z.string(),
    status: z.enum(['done', 'rejected', 'undone']),
    actor: z.string(),
    importedAt: z.string(),
    coversFrom: z.string().nullable(),
    coversTo: z.string().nullable(),
    agencies: z.array(z.string()).openapi({ description: 'Codes of the agencies it has facts of.' }),
    isUndoable: z.boolean().openapi({
      description: 'What its undo needs is kept. Whether newer imports rest on it, the undo itself says.',
    }),
    undo: z
      .enum(['running', 'failed'])
      .nullable()
      .openapi({ description: 'Of an import that is not undone: an undo runs, or the last one failed.' }),
    undoneAt: z.string().nullable(),
    undoneBy: z.string().nullable(),
    result: z.looseObject({}),
  })
  .openapi('ImportListItem')

const listRoute = createRoute({
  method: 'get',
  path: '/imports',
  summary: 'Imports, the latest first',
  description: 'Your own, and those whose agencies are all yours.',
  security,
  request: {
    query: z.strictObject({
      agency: codes.optional().openapi({
        type: 'string',
        description: 'Codes, each with every agency below it; absent: all of yours.',
      }),
      actor: z.string().min(1).optional().openapi({ description: 'Who did it, as the list gives it.' }),
      dataset: z.enum(DATASETS).optional(),
      from: date.optional().openapi({ description: 'First day of import.' }),
      to: date.optional().openapi({ description: 'Last day of import.' }),
      limit,
      cursor,
      lang,
    }),
  },
  responses: {
    200: {
      description: 'A page.',
      content: {
        'application/json': {
          schema: z.object({ items: z.array(item), next: z.string().nullable() }).openapi('ImportList'),
        },
      },
    },
    400: problemAnswer,
    401: problemAnswer,
    403: problemAnswer,
    404: problemAnswer,
  },
})

const undone = z
  .object({
    id: z.string(),
    removed: z.number().openapi({ description: 'Facts that are gone.' }),
    restored: z.number().openapi({ description: 'Facts that are as they were before the import.' }),
    agencies: z
      .array(z.string())
      .openapi({ description: 'Created by it, used by nobody else, gone with it.' }),
    services: z.array(z.string()),
    indicators: z.array(z.string()),
    demoStaysRemoved: z
      .boolean()
      .openapi({ description: 'The import had removed the demo data, which does not come back.' }),
  })
  .openapi('UndoneImport')

const undoStatus = z
  .object({
    id: z.string(),
    status: z.enum(['running', 'done', 'failed']),
    progress: z.object({ phase: z.string(), fraction: z.number().nullable() }).nullable(),
    result: undone.nullable(),
    error: z.string().nullable(),
  })
  .openapi('UndoStatus')

const undoRoute = createRoute({
  method: 'post',
  path: '/imports/{id}/undo',
  summary: 'Take a whole import back',
  description:
    'What it inserted goes, what it changed or removed is as it was before, with every figure. Refused while newer imports rest on it: undo these first. A large one goes on by itself, also after a restart.',
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: { description: 'It is undone.', content: { 'application/json': { schema: undone } } },
    202: {
      description: 'A large import is being undone; `Location` tells how it is getting on.',
      content: { 'application/json': { schema: undoStatus } },
    },
    401: problemAnswer,
    403: problemAnswer,
    404: problemAnswer,
    409: problemAnswer,
  },
})

const undoStatusRoute = createRoute({
  method: 'get',
  path: '/imports/{id}/undo',
  summary: 'How the undo of an import is getting on',
  security,
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: { description: 'Status.', content: { 'application/json': { schema: undoStatus } } },
    401: problemAnswer,
    403: problemAnswer,
    404: problemAnswer,
  },
})

/** What has been imported, and taking it back. */
export const importHistory = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute, async (c) => {
    const context = c.get('context')
    allowSomewhere(context.actor, 'import.read')
    const query = c.req.valid('query')
    const allowed = await agenciesAllowed(context, 'import.read')
    const { read } = context.world.db
    const batches = await listImports(
      read,
      {
        visible: allowed && { agencies: [...allowed], actor: actorText(context.actor) },
        agencies: query.agency ? await withMembers(c.get('world'), query.agency) : null,
        actor: query.actor ?? null,
        dataset: query.dataset ?? null,
        from: query.from ?? null,
        to: query.to ?? null,
        after: query.cursor === undefined ? null : decode(query.cursor),
      },
      query.limit + 1,
    )
    const page = batches.slice(0, query.limit)
    const agencies = await listAgenciesOf(
      read,
      page.map(({ importId }) => importId),
    )
    const undos = await c.get('imports').undos.stands()
    const items = page.map(({ result, status, isUndoable, dataset, ...batch }) => ({
      ...batch,
      dataset: dataset as (typeof DATASETS)[number],
      status: batch.undoneAt === null ? (status as 'done' | 'rejected') : ('undone' as const),
      isUndoable: status === 'done' && isUndoable === true,
      undo: (isUndoable && undos.get(batch.importId)) || null,
      agencies: agencies.get(batch.importId) ?? [],
      result: JSON.parse(result) as object,
    }))
    return c.json({ items, next: batches.length > page.length ? encode(page.at(-1)!) : null }, 200)
  })
  .openapi(undoRoute, async (c) => {
    const { id } = c.req.valid('param')
    const answer = await c.get('imports').undos.undo(c.get('context'), id)
    if (!('status' in answer)) return c.json(answer, 200)
    return c.json(answer, 202, { location: `/api/v1/imports/${encodeURIComponent(id)}/undo` })
  })
  .openapi(undoStatusRoute, async (c) => {
    const { id } = c.req.valid('param')
    await allowToSeeUndo(c.get('context'), c.get('imports').undos, id)
    return c.json(await c.get('imports').undos.status(id, c.get('locale')), 200)
  })

/** For who asked for it, and for who may undo the import: for others it is not there. @throws Refusal `not_found` */
async function allowToSeeUndo(context: ActionContext, undos: UndoDesk, id: string): Promise<void> {
  allowSomewhere(context.actor, 'import.undo')
  if ((await undos.actorOf(id)) === actorText(context.actor)) return
  const agencies = await listImportAgencies(context.world.db.read, id)
  if (!(await isAllowed(context, 'import.undo', agencies))) throw new Refusal('not_found', 'no-undo', { id })
}

async function withMembers(
  world: HttpEnv['Variables']['world'],
  asked: readonly string[],
): Promise<string[]> {
  const { agencyByCode } = await world.directory()
  return asked.flatMap((code) => {
    const agency = agencyByCode.get(code)
    if (!agency) throw new Refusal('not_found', 'no-agency', { code }, { parameter: 'agency' })
    return agency.members.map((member) => member.code)
  })
}

interface Place {
  importedAt: string
  importId: string
}

const encode = ({ importedAt, importId }: Place): string =>
  Buffer.from(`${importedAt} ${importId}`).toString('base64url')

function decode(given: string): Place {
  const text = Buffer.from(given, 'base64url').toString()
  const [, importedAt, importId] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\S+)$/.exec(text) ?? []
  if (importedAt !== undefined && importId !== undefined) return { importedAt, importId }
  const problem = sayFault('cursor', {})
  const issues = [{ parameter: 'cursor', message: problem }]
  throw new Refusal('invalid', 'field-invalid', { field: 'cursor', problem }, { issues })
}
