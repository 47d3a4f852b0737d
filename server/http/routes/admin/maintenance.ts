import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { allow } from '#server/actions/allow.ts'
import { loadDemoIfEmpty } from '#server/actions/demo/load-demo.ts'
import { backUp } from '#server/actions/maintenance/back-up.ts'
import { rebuild } from '#server/actions/maintenance/rebuild.ts'
import { verifyAudit } from '#server/db/queries/audit.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import { AuditVerdict } from '#shared/contract/audit.ts'
import type { HttpEnv } from '../../env.ts'
import { validationHook } from '../../problem.ts'
import { copyNow } from './audit.ts'

// What the command line does on a database that this server owns.

const route = <Name extends string, Answer extends z.ZodType>(
  name: Name,
  summary: string,
  answer: Answer,
  body?: z.ZodObject,
) =>
  createRoute({
    method: 'post',
    path: `/maintenance/${name}`,
    summary,
    security: [{ token: [] }],
    request: body ? { body: { content: { 'application/json': { schema: body } } } } : {},
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: answer } } },
      401: { description: 'The token is missing or wrong.' },
    },
  })

const finding = z.object({
  invariant: z.string(),
  violations: z.number(),
  codes: z.array(z.string()).optional(),
})

export const maintenance = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(
    route('rebuild', 'Rebuild all cells from the facts', z.object({ seconds: z.number() })),
    async (c) => c.json(await rebuild(c.get('context')), 200),
  )
  .openapi(
    route('check', 'Check every invariant of the database', z.object({ findings: z.array(finding) })),
    async (c) => {
      await allow(c.get('context'), 'database.check', 'instance')
      return c.json({ findings: await checkInvariants(c.get('world').db.read) }, 200)
    },
  )
  .openapi(
    route('audit', 'Whether any row of the audit log was removed or altered', AuditVerdict),
    async (c) => {
      await allow(c.get('context'), 'audit.read', 'instance')
      await copyNow(c)
      return c.json(await verifyAudit(c.get('world').db.read), 200)
    },
  )
  .openapi(
    route('demo', 'Load the demo data into an empty database', z.object({ loaded: z.boolean() })),
    async (c) => c.json({ loaded: await loadDemoIfEmpty(c.get('context')) }, 200),
  )
  .openapi(
    route(
      'backup',
      'Copy the database as of one moment',
      z.object({ path: z.string(), bytes: z.number() }),
      z.object({ path: z.string().nullable().default(null) }),
    ),
    async (c) => {
      const { path } = c.req.valid('json' as never) as { path: string | null }
      return c.json(await backUp(c.get('context'), path), 200)
    },
  )
