import { linkTokenHash } from '#server/auth/link-token.ts'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { findEntryLink, findEntryLinkByHash, updateEntryLink } from '#server/db/queries/entry-links.ts'
import type { EntryLinkTable } from '#server/db/tables/expectations.ts'
import type { Actor } from '#shared/access.ts'
import { Refusal } from '#shared/refusal.ts'
import type { ActionContext } from '../context.ts'

/** What a token opens, and as whom: one agency's one period, to enter it and nothing else. */
export interface OpenLink {
  link: EntryLinkTable
  agency: string
  actor: Actor
}

/** @throws Refusal `not_found` for a token that is none, or was revoked; `too_late` once it is over or used up */
export async function openLink({ world, clock }: ActionContext, token: string): Promise<OpenLink> {
  const link = await findEntryLinkByHash(world.db.read, linkTokenHash(token))
  if (!link) throw new Refusal('not_found', 'no-link', {})
  refuseOver(link, clock())
  const { code } = (await world.directory()).agencyById.get(link.agencyId) ?? {}
  if (code === undefined) throw new Refusal('not_found', 'no-link', {})
  return {
    link,
    agency: code,
    actor: {
      kind: 'link',
      id: link.linkId,
      name: 'link',
      grants: [{ role: 'contributor', agency: code }],
      only: ['values.enter'],
    },
  }
}

/** Counts a use, in the transaction of what it is used for: two at once cannot both be the last.
 *  @returns how many are left */
export async function countUse(tx: Tx, linkId: string, now: string): Promise<number> {
  const link = await findEntryLink(tx as unknown as ReadDb, linkId)
  if (!link) throw new Refusal('not_found', 'no-link', {})
  refuseOver(link, now)
  await updateEntryLink(tx, linkId, { uses: link.uses + 1, lastUsedAt: now })
  return link.maxUses - link.uses - 1
}

function refuseOver(link: EntryLinkTable, now: string): void {
  if (link.revokedAt !== null) throw new Refusal('not_found', 'no-link', {})
  if (link.expiresAt <= now || link.uses >= link.maxUses) throw new Refusal('too_late', 'link-over', {})
}
