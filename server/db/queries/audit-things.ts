import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { AuditThing } from '#shared/contract/audit.ts'

// The audit log keeps ids, which outlive names. These say what the ids stood for, as far as it is still known.

const ID = /^(?:(?:link|key):)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** What the subjects and actors of audit rows are, by the texts as the rows hold them; what is none of these, or is
 *  known no more, is not among them. */
export async function nameAuditThings(
  db: ReadDb,
  texts: readonly string[],
): Promise<Map<string, AuditThing>> {
  const ids = new Map(texts.flatMap((text) => (ID.test(text) ? [[text, ID.exec(text)![1]!] as const] : [])))
  if (ids.size === 0) return new Map()
  const sought = [...new Set(ids.values())]
  const isSought = (column: string) => sql<boolean>`${sql.ref(column)} = any(cast(${sought} as text[]))`
  const found = new Map<string, AuditThing>()
  const links = await db
    .selectFrom('entryLink')
    .innerJoin('agency', 'agency.agencyId', 'entryLink.agencyId')
    .select(['linkId', 'period', 'sentTo', 'agency.code as agency'])
    .where(isSought('linkId'))
    .execute()
  for (const { linkId, period, sentTo, agency } of links)
    found.set(linkId, { kind: 'link', name: sentTo, agency, period, dataset: null })
  const imports = await db
    .selectFrom('importBatch')
    .select(['importId', 'dataset', 'result'])
    .where(isSought('importId'))
    .execute()
  const agenciesOf = await onlyAgencies(db, sought)
  for (const { importId, dataset, result } of imports) {
    const { files = [] } = JSON.parse(result) as { files?: string[] }
    const agency = agenciesOf.get(importId) ?? null
    found.set(importId, { kind: 'import', name: files.join(', ') || null, agency, period: null, dataset })
  }
  const keys = await db
    .selectFrom('apiKey')
    .leftJoin('agency', 'agency.agencyId', 'apiKey.agencyId')
    .select(['keyId', 'apiKey.name', 'agency.code as agency'])
    .where(isSought('keyId'))
    .execute()
  for (const { keyId, name, agency } of keys)
    found.set(keyId, { kind: 'key', name, agency, period: null, dataset: null })
  const webhooks = await db
    .selectFrom('webhook')
    .select(['webhookId', 'url', 'agencyCode'])
    .where(isSought('webhookId'))
    .execute()
  // What stands behind the question mark may be a secret.
  for (const { webhookId, url, agencyCode } of webhooks)
    found.set(webhookId, {
      kind: 'webhook',
      name: url.split('?')[0]!,
      agency: agencyCode,
      period: null,
      dataset: null,
    })
  const invitations = await db
    .selectFrom('invitation')
    .select(['invitationId', 'name', 'email'])
    .where(isSought('invitationId'))
    .execute()
  for (const { invitationId, name, email } of invitations)
    found.set(invitationId, {
      kind: 'invitation',
      name: name ?? email,
      agency: null,
      period: null,
      dataset: null,
    })
  return new Map(
    [...ids].flatMap(([text, id]) => {
      const thing = found.get(id)
      return thing ? [[text, thing] as const] : []
    }),
  )
}

/** The agency of each import that is about one only. */
async function onlyAgencies(db: ReadDb, importIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('importEntity')
    .select((eb) => ['importId', eb.fn.min('code').as('code')])
    .where('kind', '=', 'agency')
    .where(sql<boolean>`import_id = any(cast(${[...importIds]} as text[]))`)
    .groupBy('importId')
    .having((eb) => eb.fn.countAll(), '=', 1)
    .execute()
  return new Map(rows.map(({ importId, code }) => [importId, code]))
}
