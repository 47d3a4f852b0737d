import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { allow } from '#server/actions/allow.ts'
import { listMails } from '#server/db/queries/mails.ts'
import { OutboxMails } from '#shared/contract/mail.ts'
import type { HttpEnv } from '../../env.ts'
import { cursor, limit, problemAnswer } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const route = createRoute({
  method: 'get',
  path: '/mails',
  summary: 'Mails that wait, were sent or failed',
  description: 'Without a mail server they wait here with their text, for an administrator to pass on.',
  security: [{ token: [] }],
  request: { query: z.strictObject({ limit, cursor }) },
  responses: {
    200: { description: 'The latest first.', content: { 'application/json': { schema: OutboxMails } } },
    400: problemAnswer,
    401: problemAnswer,
    403: problemAnswer,
  },
})

export const mails = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook }).openapi(route, async (c) => {
  await allow(c.get('context'), 'mail.read', 'instance')
  const query = c.req.valid('query')
  const rows = await listMails(c.get('world').db.read, { before: query.cursor ?? null, limit: query.limit })
  const items = rows.map(({ mailId, toAddress, body, unsubscribeUrl: _, ...mail }) => ({
    id: mailId,
    to: toAddress,
    text: body,
    ...mail,
  }))
  const next = rows.length === query.limit ? rows.at(-1)!.mailId : null
  return c.json({ items, next }, 200, { 'cache-control': 'private, no-store' })
})
