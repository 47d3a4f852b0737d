import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { stream } from 'hono/streaming'
import { allowSomewhere, isAllowed } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import { newId } from '#server/db/new-id.ts'
import { findImport, listImportAgencies, listIssues } from '#server/db/queries/imports.ts'
import { csvField } from '#server/exports/writers/csv.ts'
import { type ImportQueue, LOOKUPS } from '#server/jobs/import-queue.ts'
import { actorText } from '#shared/access.ts'
import { DATASETS, type IssueCode } from '#shared/contract/import.ts'
import { type Mapping, parseMapping } from '#shared/contract/mapping.ts'
import { issueMessage } from '#shared/i18n/issue-message.ts'
import { Refusal } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { baseName, receiveUpload, type Upload } from '../../multipart.ts'
import { validationHook } from '../../problem.ts'

const status = z
  .object({
    id: z.string(),
    status: z.enum(['running', 'done', 'failed']),
    progress: z.object({ phase: z.string(), fraction: z.number().nullable() }).nullable(),
    result: z.looseObject({}).nullable(),
    error: z.string().nullable(),
  })
  .openapi('ImportStatus')

const problems = {
  401: { description: 'The token is missing or wrong.' },
  404: { description: 'There is no such import.' },
}
const params = z.object({ id: z.string() })
const security = [{ token: [] }]

const form = z.object({
  mapping: z.string().openapi({ description: 'The mapping document, JSON.' }),
  file: z.array(z.string().openapi({ format: 'binary' })).openapi({ description: 'One or more files.' }),
  lookup: z
    .array(z.string().openapi({ format: 'binary' }))
    .optional()
    .openapi({ description: 'Lookup files, by the names that the mapping gives them.' }),
  dataset: z.enum(DATASETS).optional(),
  dryRun: z.enum(['true', 'false']).optional(),
})

const postRoute = createRoute({
  method: 'post',
  path: '/imports',
  summary: 'Deliver files with their mapping',
  description:
    'multipart/form-data: `mapping` (JSON), one or more `file`, optional `lookup` files and `dryRun`.',
  security,
  responses: {
    202: {
      description: 'The files are safe on disk; the import runs.',
      content: { 'application/json': { schema: z.object({ id: z.string() }) } },
    },
    400: { description: 'The form or the mapping cannot be used.' },
    401: problems[401],
    413: { description: 'Too many files, or a field that is too long.' },
    503: { description: 'The disk is full.' },
  },
  // Its document stands below: with a body in it, the library would read the upload into memory to check it.
  hide: true,
})
const statusRoute = createRoute({
  method: 'get',
  path: '/imports/{id}',
  summary: 'How an import is getting on, and its result',
  security,
  request: { params },
  responses: {
    200: { description: 'Status.', content: { 'application/json': { schema: status } } },
    ...problems,
  },
})
const issuesRoute = createRoute({
  method: 'get',
  path: '/imports/{id}/issues.csv',
  summary: 'Every issue of an import',
  security,
  request: { params },
  responses: {
    200: { description: 'Issues as CSV.', content: { 'text/csv': { schema: z.string() } } },
    ...problems,
  },
})
const PAGE = 5000

export const imports = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(postRoute, async (c) => {
    allowSomewhere(c.get('context').actor, 'import.commit')
    const importId = newId()
    const folder = c.get('imports').folderOf(importId)
    await mkdir(folder, { recursive: true })
    try {
      const upload = await receiveUpload(c.env.incoming, folder)
      await c.get('imports').add({
        importId,
        ...(await readForm(upload, folder)),
        locale: c.get('locale'),
        actor: c.get('context').actor,
      })
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
    return c.json({ id: importId }, 202, { location: `/api/v1/imports/${importId}` })
  })
  .openapi(statusRoute, async (c) => {
    const { id } = c.req.valid('param')
    await allowToSee(c.get('context'), c.get('imports'), id)
    return c.json(await c.get('imports').status(id, c.get('locale')), 200)
  })
  .openapi(issuesRoute, async (c) => {
    const { id } = c.req.valid('param')
    await allowToSee(c.get('context'), c.get('imports'), id)
    const db = c.get('world').db.read
    if (!(await findImport(db, id))) throw new Refusal('not_found', 'no-import', { id })
    const locale = c.get('locale')
    c.header('content-type', 'text/csv; charset=utf-8')
    return stream(c, async (out) => {
      await out.write('file,row,column,code,severity,message\r\n')
      for (let after = 0; ; ) {
        const issues = await listIssues(db, id, after, PAGE)
        const lines = issues.map((issue) =>
          [
            issue.file,
            issue.rowNumber,
            issue.columnName,
            issue.code,
            issue.severity,
            issueMessage(
              locale,
              issue.code as IssueCode,
              issue.columnName,
              JSON.parse(issue.params) as { value?: string },
            ),
          ]
            .map(csvField)
            .join(','),
        )
        if (lines.length > 0) await out.write(`${lines.join('\r\n')}\r\n`)
        if (issues.length < PAGE) return
        after = issues.at(-1)!.position
      }
    })
  })

imports.openAPIRegistry.registerPath({
  ...postRoute,
  request: { body: { required: true, content: { 'multipart/form-data': { schema: form } } } },
})

/** An import is for who did it, and for who may read all its agencies; for others it is not there at all.
 *  @throws Refusal `not_found`, or as `allow` for who may read none */
async function allowToSee(context: ActionContext, queue: ImportQueue, id: string): Promise<void> {
  allowSomewhere(context.actor, 'import.read')
  if ((await queue.actorOf(id)) === actorText(context.actor)) return
  const agencies = await listImportAgencies(context.world.db.read, id)
  if (await isAllowed(context, 'import.read', agencies)) return
  throw new Refusal('not_found', 'no-import', { id })
}

/** The form as a job; checks the mapping before anything is acknowledged. */
async function readForm(upload: Upload, folder: string) {
  const files = upload.files.filter((file) => file.field === 'file')
  const lookups = upload.files.filter((file) => file.field === 'lookup')
  const mapping = await parseJson(upload)
  if (files.length === 0) throw new Refusal('invalid', 'file-expected', {})
  const { dataset } = parseMapping(mapping)
  const asked = upload.fields.dataset
  if (asked !== undefined && asked !== dataset) {
    throw new Refusal('invalid', 'dataset-differs', { dataset, known: DATASETS })
  }
  // Beside the mapping is a folder of their own: no name of theirs can meet one of ours.
  await mkdir(join(folder, LOOKUPS))
  for (const lookup of lookups) await rename(lookup.path, join(folder, LOOKUPS, lookup.name))
  return {
    dataset,
    mapping: withPlainLookups(mapping as { lookups?: Mapping['lookups'] }),
    files: files.map(({ path, name }) => ({ path, name })),
    dryRun: upload.fields.dryRun === 'true',
  }
}

/** An uploaded lookup file has lost its folders, and none of the server's own files may be named. */
function withPlainLookups(mapping: { lookups?: Mapping['lookups'] }) {
  if (!mapping.lookups) return mapping
  const lookups = Object.entries(mapping.lookups).map(([name, lookup]) => [
    name,
    { ...lookup, file: baseName(lookup.file) },
  ])
  return { ...mapping, lookups: Object.fromEntries(lookups) as Mapping['lookups'] }
}

async function parseJson(upload: Upload): Promise<unknown> {
  const file = upload.files.find((candidate) => candidate.field === 'mapping')
  const text = file ? await readFile(file.path, 'utf8') : upload.fields.mapping
  if (text === undefined) throw new Refusal('invalid', 'mapping-expected', {})
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new Refusal('invalid', 'mapping-not-json', { reason: (error as Error).message })
  }
}
