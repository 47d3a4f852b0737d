import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { SigningKey } from '#server/auth/release-key.ts'
import type { Tx } from '#server/db/database.ts'
import type { ReleaseRow } from '#server/db/queries/release-chain.ts'
import { ReleaseManifest } from '#shared/contract/release.ts'
import { MoveRelease } from '#shared/contract/release-desk.ts'
import { canonicalJson, type Json } from '#shared/proof/canonical.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import type { ActionContext } from '../context.ts'
import { act, defineAction } from '../define-action.ts'
import { currentSigningKey } from './signing-key.ts'
import { PartHash } from './stage-release.ts'
import { findWaiting } from './waiting.ts'

type Moved = { code: string; publishAt: string }

const moving = defineAction<MoveRelease, Moved>({
  name: 'release.move',
  input: MoveRelease,
  concerns: () => 'instance',
  async run(tx, { code, publishAt: asked }, context) {
    const now = context.clock()
    const release = await findWaiting(tx, code, now)
    const publishAt = asked === null ? now : new Date(asked).toISOString()
    if (publishAt < now) refusePast()
    const sha256 = await writeAnew(tx, release, publishAt, await currentSigningKey(context))
    // What was announced to everybody moves with it.
    await tx
      .updateTable('plannedRelease')
      .set({ publishAt })
      .where('releaseId', '=', release.releaseId)
      .execute()
    const before = { sha256: release.sha256, publishAt: release.publishAt }
    return { result: { code, publishAt }, trace: { subject: code, before, after: { sha256, publishAt } } }
  },
})

/** Gives a release that nobody has seen yet another instant, or publishes it now. No figure is worked out again: its
 *  manifest and its log of changes, which say the instant, are written and signed anew.
 *  @throws Refusal `invalid` for an instant that has passed, `not_found`, `too_late` once it is published */
export async function moveRelease(context: ActionContext, input: MoveRelease): Promise<Moved> {
  // The first key is made outside of the change.
  await currentSigningKey(context)
  return act(context, moving, input)
}

/** @returns the hash of its manifest */
async function writeAnew(tx: Tx, release: ReleaseRow, publishAt: string, key: SigningKey): Promise<string> {
  const { releaseId } = release
  const log = await moveChanges(tx, release, publishAt)
  const old = ReleaseManifest.parse(JSON.parse(release.manifest))
  const parts = old.parts.map((part) => (part.name === log.name ? log : part))
  const manifest = canonicalJson({ ...old, publishAt, keyId: key.keyId, parts } as unknown as Json)
  const sha256 = hash('sha256', manifest, 'hex')
  await tx
    .updateTable('releasePart')
    .set({ sha256: log.sha256, bytes: log.bytes })
    .where('releaseId', '=', releaseId)
    .where('name', '=', log.name)
    .execute()
  await tx
    .updateTable('release')
    .set({ publishAt, manifest, sha256, signature: key.sign(manifest), keyId: key.keyId })
    .where('releaseId', '=', releaseId)
    .execute()
  return sha256
}

const PAGE = 10_000

async function moveChanges(tx: Tx, { releaseId, publishAt: before }: ReleaseRow, publishAt: string) {
  // Within a text its quotes would be escaped: nothing but the field itself is spelled so.
  const field = (instant: string) => canonicalJson({ publishedAt: instant }).slice(1, -1)
  await sql`update release_change set body = replace(body, ${field(before)}, ${field(publishAt)})
    where release_id = ${releaseId}`.execute(tx)
  const log = new PartHash('changes.ndjson')
  for (let after = -1, isMore = true; isMore; ) {
    const rows = await tx
      .selectFrom('releaseChange')
      .select(['position', 'body'])
      .where('releaseId', '=', releaseId)
      .where('position', '>', after)
      .orderBy('position')
      .limit(PAGE)
      .execute()
    for (const { body } of rows) log.add(body)
    after = rows.at(-1)?.position ?? after
    isMore = rows.length === PAGE
  }
  return log.end()
}

function refusePast(): never {
  const issues = [{ parameter: 'publishAt', message: sayFault('instant-past', {}) }]
  throw new Refusal('invalid', 'parameters-invalid', { issues }, { issues })
}
