import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { findImport, listImportAgencies } from '#server/db/queries/imports.ts'
import { actorText } from '#shared/access.ts'
import type { Dataset, ImportResult } from '#shared/contract/import.ts'
import { UndoImport, type UndoResult } from '#shared/contract/undo.ts'
import { saidInstant } from '#shared/i18n/said-instant.ts'
import { Refusal } from '#shared/refusal.ts'
import { allow, allowSomewhere } from '../allow.ts'
import type { ActionContext } from '../context.ts'
import { act, defineAction } from '../define-action.ts'
import { queueEvent } from '../webhooks/queue-event.ts'
import { factKindOf } from './facts/fact-kinds.ts'
import { findRests, type RestingImport, restsOnRelease } from './find-rests.ts'
import { dropJournals } from './journal.ts'
import { undoEntities } from './undo-entities.ts'
import { undoFacts } from './undo-facts.ts'

interface UndoWork {
  onProgress?: (progress: { phase: string; fraction: number | null }) => void
  /** done in the same transaction, last */
  alongside?: (tx: Tx) => Promise<void>
  signal?: AbortSignal
}

/** Whether an import can be taken back as things stand, and how many facts that is. @throws Refusal as `undoImport` */
export async function checkUndo(context: ActionContext, importId: string): Promise<{ facts: number }> {
  allowSomewhere(context.actor, 'import.undo')
  const { read } = context.world.db
  // An undone one may have taken its agencies with it, and with them whose it was.
  refuseUndone(importId, await findImport(read, importId))
  await allow(context, 'import.undo', await listImportAgencies(read, importId))
  const { batch } = await getUndoable(read, importId)
  const { inserted, updated, removed } = JSON.parse(batch.result) as ImportResult
  return { facts: inserted + updated + removed }
}

/** Takes a whole import back: what it inserted goes, what it changed or removed is as it was before, with its
 *  deliveries, what it alone created, and every cell they touch. The database is then as if it had never come.
 *  @throws Refusal `not_found`; `forbidden` unless every agency of the import is the actor's; `conflict` when it wrote
 *  nothing, is undone already, or later imports rest on it; `too_late` when what an undo needs is no longer kept or a
 *  release counts it. */
export async function undoImport(
  context: ActionContext,
  importId: string,
  work: UndoWork = {},
): Promise<UndoResult> {
  allowSomewhere(context.actor, 'import.undo')
  const { read } = context.world.db
  refuseUndone(importId, await findImport(read, importId))
  return act(context, undoWith(work), { importId, agencies: await listImportAgencies(read, importId) })
}

const undoWith = ({ onProgress, alongside, signal }: UndoWork) => {
  const begin = (phase: string) => {
    signal?.throwIfAborted()
    onProgress?.({ phase, fraction: null })
  }
  return defineAction<UndoImport, UndoResult>({
    name: 'import.undo',
    input: UndoImport,
    concerns: ({ agencies }) => agencies,
    async run(tx, { importId, agencies }, context) {
      begin('undoing')
      const { batch, kind } = await getUndoable(tx, importId)
      const result = JSON.parse(batch.result) as ImportResult
      const facts = await undoFacts(tx, kind, batch, () => begin('cells'))
      // Whatever changed a fact without leaving a trace here would be lost, or leave half of the import behind.
      if (facts.removed !== result.inserted + result.updated) {
        throw new Refusal('conflict', 'import-changed-since', {})
      }
      begin('finishing')
      const entities = await undoEntities(tx, importId)
      await dropJournals(tx, sql`${importId}`)
      await tx
        .updateTable('importBatch')
        .set({ isUndoable: false, undoneAt: context.clock(), undoneBy: actorText(context.actor) })
        .where('importId', '=', importId)
        .execute()
      const undone = { id: importId, ...facts, ...entities, demoStaysRemoved: result.demoRemoved }
      await queueEvent(tx, {
        event: 'import.undone',
        subject: importId,
        agencies,
        data: undone,
        at: context.clock(),
      })
      await alongside?.(tx)
      signal?.throwIfAborted()
      return { result: undone, trace: { subject: importId, before: null, after: undone } }
    },
  })
}

function refuseUndone<Batch extends { undoneAt: string | null }>(
  id: string,
  batch: Batch | undefined,
): Batch {
  if (!batch) throw new Refusal('not_found', 'no-import', { id })
  if (batch.undoneAt !== null)
    throw new Refusal('conflict', 'import-undone', { when: saidInstant(batch.undoneAt) })
  return batch
}

async function getUndoable(db: ReadDb | Tx, importId: string) {
  const batch = refuseUndone(importId, await findImport(db, importId))
  if (batch.status !== 'done') throw new Refusal('conflict', 'import-wrote-nothing', {})
  if (!batch.isUndoable) throw new Refusal('too_late', 'import-too-old', {})
  if (await restsOnRelease(db, importId)) throw new Refusal('too_late', 'import-released', {})
  const kind = factKindOf(batch.dataset as Dataset)
  const resting = await findRests(db, kind, batch)
  if (resting.length > 0) throw restedOn(resting)
  return { batch, kind }
}

/** As many as a sentence can hold. */
const MAX_NAMED = 5

const named = ({ importId, importedAt }: RestingImport) => ({
  importId,
  when: importedAt === null ? null : saidInstant(importedAt),
})

const restedOn = (imports: readonly RestingImport[]): Refusal =>
  new Refusal(
    'conflict',
    'import-rested-on',
    { imports: imports.slice(0, MAX_NAMED).map(named), total: imports.length },
    { imports },
  )
