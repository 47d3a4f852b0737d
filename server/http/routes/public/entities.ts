import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { Refusal, sayFault } from '#shared/refusal.ts'
import type { HttpEnv } from '../../env.ts'
import { cursor, lang, limit, source } from '../../parameters.ts'
import { validationHook } from '../../problem.ts'

const query = z.strictObject({
  limit,
  cursor,
  q: z.string().max(200).optional().openapi({ description: 'Part of a code or name.' }),
  lang,
  source,
})

const item = z
  .object({
    code: z.string(),
    name: z.string(),
    nameEn: z.string().nullable(),
    level: z.string().nullable(),
    parent: z.string().nullable(),
    region: z.string().nullable(),
    timezone: z.string().nullable(),
  })
  .openapi('Entity')
const page = z.object({ items: z.array(item), next: z.string().nullable() })

const listRoute = (path: string, summary: string) =>
  createRoute({
    method: 'get',
    path,
    summary,
    request: { query },
    responses: {
      200: { description: 'A page, by code.', content: { 'application/json': { schema: page } } },
      400: { description: 'What is wrong, as RFC 9457 problem details.' },
    },
  })

export const entities = new OpenAPIHono<HttpEnv>({ defaultHook: validationHook })
  .openapi(listRoute('/agencies', 'Agencies'), async (c) => {
    const { agencies, agencyById } = await c.get('world').directory()
    const items = agencies.map((agency) => ({
      code: agency.code,
      name: agency.name,
      nameEn: agency.nameEn,
      level: agency.level,
      parent: agencyById.get(agency.parentId ?? 0)?.code ?? null,
      region: agency.region,
      timezone: agency.timeZone,
    }))
    return c.json(paginate(items, c.req.valid('query')), 200)
  })
  .openapi(listRoute('/services', 'Services: one catalogue for all agencies'), async (c) => {
    const { services } = await c.get('world').directory()
    const items = services.map(({ code, name, nameEn }) => ({
      code,
      name,
      nameEn,
      level: null,
      parent: null,
      region: null,
      timezone: null,
    }))
    return c.json(paginate(items, c.req.valid('query')), 200)
  })

/** A page of a list in the order of codes; the cursor is the last code given. */
function paginate<T extends { code: string; name: string; nameEn: string | null }>(
  all: readonly T[],
  { limit, cursor, q }: { limit: number; cursor?: string | undefined; q?: string | undefined },
): { items: T[]; next: string | null } {
  const word = q?.toLowerCase()
  const found = word
    ? all.filter((one) => [one.code, one.name, one.nameEn].some((text) => text?.toLowerCase().includes(word)))
    : all
  const sorted = [...found].sort((a, b) => (a.code < b.code ? -1 : 1))
  const after = cursor === undefined ? null : decode(cursor)
  const start = after === null ? 0 : sorted.findIndex((one) => one.code > after)
  const items = start < 0 ? [] : sorted.slice(start, start + limit)
  const isLast = start < 0 || start + limit >= sorted.length
  return { items, next: isLast ? null : Buffer.from(items.at(-1)!.code).toString('base64url') }
}

function decode(cursor: string): string {
  const code = Buffer.from(cursor, 'base64url').toString()
  if (code === '') {
    const problem = sayFault('cursor', {})
    throw new Refusal(
      'invalid',
      'field-invalid',
      { field: 'cursor', problem },
      { issues: [{ parameter: 'cursor', message: problem }] },
    )
  }
  return code
}
