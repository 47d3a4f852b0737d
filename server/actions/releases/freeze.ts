import { hash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import { insertAudit } from '#server/db/queries/audit.ts'
import { findNewestRelease } from '#server/db/queries/release-chain.ts'
import type { ReleaseSecretTable } from '#server/db/tables/releases.ts'
import type { Directory } from '#server/readings/directory.ts'
import { OWN_SECRET, secretOf } from '#server/readings/hidden-cells.ts'
import { withCells } from '#server/readings/release-cells.ts'
import { directoryDocument, rulesDocument } from '#server/readings/release-documents.ts'
import { readReleaseLines } from '#server/readings/release-lines.ts'
import type { World } from '#server/readings/world.ts'
import { actorText } from '#shared/access.ts'
import type { LateAgency, ReleaseManifest } from '#shared/contract/release.ts'
import { type Freeze, FreezeRelease, ReviseRelease } from '#shared/contract/release-desk.ts'
import { canonicalJson } from '#shared/proof/canonical.ts'
import { lineText } from '#shared/proof/released-line.ts'
import { Refusal } from '#shared/refusal.ts'
import { allow } from '../allow.ts'
import type { ActionContext } from '../context.ts'
import { parseInput } from '../define-action.ts'
import { hasDemo } from '../imports/remove-demo.ts'
import { lastDayOf, type Prospect, prospectOf } from './prospect.ts'
import { dropOwnWorld, isWorldOf, makeReleaseWorld } from './release-world.ts'
import { currentSigningKey } from './signing-key.ts'
import { type LinesPart, type Stage, stageRelease } from './stage-release.ts'
import { packStage, writeRelease } from './write-release.ts'

/** How a freeze is watched and ended before its time. */
export interface FreezeWatch {
  onStep?: (step: NonNullable<Freeze['step']>, share: number | null) => void
  signal?: AbortSignal
}

export interface Frozen {
  releaseId: string
  code: string
  sequence: number
  publishAt: string
}

/** A freeze that is allowed and that nothing stands in the way of, so far. */
export interface FreezePlan {
  prospect: Prospect
  late: LateAgency[]
  /** null: at once */
  publishAt: string | null
  planId: string | null
  reason: string | null
}

/** Looks whether the figures up to a month can be frozen. @throws Refusal `forbidden`; `conflict` naming what stands in
 *  its way: rather nothing than something false */
export async function planFreeze(context: ActionContext, given: unknown): Promise<FreezePlan> {
  const input = parseInput(FREEZE, given)
  await allow(context, 'release.freeze', 'instance')
  const prospect = await findProspect(context, { through: input.through, replaces: null })
  const late = reasonsFor(prospect, input.late)
  const publishAt = input.publishAt ?? (await plannedInstant(context, input.planId))
  return { prospect, late, publishAt, planId: input.planId, reason: null }
}

/** The same for the months of the newest release, where something in them was wrong: a release of its own that names
 *  the one it corrects and why. @throws Refusal as planFreeze */
export async function planRevision(context: ActionContext, given: unknown): Promise<FreezePlan> {
  const { replaces, reason, publishAt, late } = parseInput(REVISE, given)
  await allow(context, 'release.revise', 'instance')
  const prospect = await findProspect(context, { through: null, replaces })
  const held = [...prospect.lateBefore, ...reasonsFor(prospect, late)].sort(byAgency)
  return { prospect, late: held, publishAt, planId: null, reason }
}

export const freezeRelease = async (
  context: ActionContext,
  given: unknown,
  watch?: FreezeWatch,
): Promise<Frozen> => runFreeze(context, await planFreeze(context, given), watch)

export const reviseRelease = async (
  context: ActionContext,
  given: unknown,
  watch?: FreezeWatch,
): Promise<Frozen> => runFreeze(context, await planRevision(context, given), watch)

const FREEZE = { input: FreezeRelease }
const REVISE = { input: ReviseRelease }

async function findProspect(
  { world, clock, defaultTimezone }: ActionContext,
  asked: Parameters<typeof prospectOf>[2],
): Promise<Prospect> {
  const prospect = await prospectOf(world.db.read, await world.directory(), asked, clock(), defaultTimezone)
  if (prospect.stops.length > 0) throw stopped(prospect.stops)
  return prospect
}

const stopped = (stops: Prospect['stops']): Refusal =>
  new Refusal('conflict', 'release-stopped', { stops }, { stops })

/** Whoever is late is released as missing, and so is whom a steward holds back: both need a reason that people can read. */
function reasonsFor({ late, present }: Prospect, given: readonly LateAgency[]): LateAgency[] {
  const without = late.filter(({ agency }) => !given.some((one) => one.agency === agency))
  if (without.length > 0) {
    const agencies = without.map(({ agency }) => agency)
    throw new Refusal('conflict', 'release-late-agencies', { agencies }, { agencies })
  }
  const known = new Set([...late.map(({ agency }) => agency), ...present])
  const strange = given.find(({ agency }, i) => {
    return !known.has(agency) || given.findIndex((one) => one.agency === agency) < i
  })
  if (strange) throw new Refusal('conflict', 'release-holds-unknown', { agency: strange.agency })
  return [...given].sort(byAgency)
}

const byAgency = (a: LateAgency, b: LateAgency): number => (a.agency < b.agency ? -1 : 1)

async function plannedInstant({ world }: ActionContext, planId: string | null): Promise<string | null> {
  if (planId === null) return null
  const plan = await world.db.read
    .selectFrom('plannedRelease')
    .select('publishAt')
    .where('planId', '=', planId)
    .where('cancelledAt', 'is', null)
    .executeTakeFirst()
  if (!plan) throw new Refusal('not_found', 'no-planned-release', { id: planId })
  return plan.publishAt
}

/** Copies what the figures are worked out from, works every one out from the copy, and writes them with their hashes,
 *  the chain and the signature. While it works nobody waits but, at its ends and for moments, who writes; what is there
 *  before the last step is seen by nobody and swept after a crash.
 *  @throws Refusal `conflict` for what only shows while it works */
export async function runFreeze(
  context: ActionContext,
  { prospect, ...terms }: FreezePlan,
  watch: FreezeWatch = {},
): Promise<Frozen> {
  const { world, dataDir } = context
  const unlock = await world.db.tryLock('release')
  if (!unlock) throw stopped(['freeze-running'])
  const releaseId = newId()
  const folder = join(dataDir, 'tmp', `release-${releaseId}`)
  let schema: string | null = null
  let isDone = false
  try {
    // Before anything is made: planned before the lock was there, it may have been overtaken; and without the key
    // nothing can be signed.
    await refuseOvertaken(world.db.read, prospect)
    const key = await currentSigningKey(context)
    await mkdir(folder, { recursive: true })
    watch.onStep?.('copying', null)
    const frozenAt = context.clock()
    const released = await makeReleaseWorld(context, prospect, { releaseId, late: terms.late })
    schema = released.schema
    watch.signal?.throwIfAborted()
    const directory = await released.world.directory()
    // An instant that has passed, such as that of an overdue plan, is now: nothing was public before it was there.
    const asked = terms.publishAt === null ? frozenAt : new Date(terms.publishAt).toISOString()
    const publishAt = asked > frozenAt ? asked : frozenAt
    const { previous } = prospect
    const stage = await stageRelease(world.db.read, partsOf(released.world, directory, prospect, watch), {
      folder,
      code: prospect.code,
      publishAt,
      reason: terms.reason,
      lastDay: prospect.to,
      previous: previous && {
        code: previous.code,
        sequence: previous.sequence,
        lastDay: lastDayOf(previous),
      },
      signal: watch.signal,
    })
    if (stage.counts.readings === 0) throw stopped(['no-figures'])
    if (prospect.kind === 'revision' && !stage.isOther) throw stopped(['nothing-changed'])
    const bodies = new Map([
      ['rules.json', await rulesDocument(released.world.db.read, directory)],
      ['directory.json', directoryDocument(directory)],
    ])
    const parts = allParts(stage, bodies)
    watch.onStep?.('writing', null)
    const databasePath = await packStage(stage, folder)
    watch.onStep?.('signing', null)
    const manifest = canonicalJson({
      format: 'terukur-release/1',
      code: prospect.code,
      sequence: prospect.sequence,
      kind: prospect.kind,
      from: prospect.from.slice(0, 7),
      through: prospect.to.slice(0, 7),
      asOf: directory.asOf,
      frozenAt,
      publishAt,
      by: context.actor.name,
      replaces: prospect.replaces?.code ?? null,
      reason: terms.reason,
      isDemo: directory.isDemo,
      late: terms.late,
      counts: stage.counts,
      previous: previous && { code: previous.code, sha256: previous.sha256 },
      keyId: key.keyId,
      parts: parts.map(({ agencyId: _, ...part }) => part),
    } satisfies ReleaseManifest)
    const row = {
      releaseId,
      code: prospect.code,
      sequence: prospect.sequence,
      kind: prospect.kind,
      startsOn: prospect.from,
      through: `${prospect.to.slice(0, 7)}-01`,
      replaces: prospect.replaces?.code ?? null,
      reason: terms.reason,
      frozenAt,
      frozenBy: actorText(context.actor),
      publishAt,
      manifest,
      sha256: hash('sha256', manifest, 'hex'),
      signature: key.sign(manifest),
      keyId: key.keyId,
      world: schema,
    }
    const secret = await secretOf(released.world)
    watch.signal?.throwIfAborted()
    await world.write(async (tx) => {
      await refuseOvertaken(tx, prospect)
      if (!(await isWorldOf(tx, released.schema, releaseId))) throw stopped(['freeze-running'])
      await writeSecret(tx, released.schema, { agencyId: 0, releaseId, body: secret })
      // The first real figures take the demo away, and with it what was being frozen of it.
      if (directory.isDemo && !(await hasDemo(tx))) throw stopped(['no-figures'])
      await writeRelease(tx, world.db, databasePath, {
        releaseId,
        sequence: prospect.sequence,
        parts,
        bodies,
      })
      await tx.insertInto('release').values(row).execute()
      if (terms.planId !== null)
        // Where it comes out at another instant than was announced, everybody is told of that one.
        await tx
          .updateTable('plannedRelease')
          .set({ releaseId, publishAt })
          .where('planId', '=', terms.planId)
          .execute()
      await insertAudit(tx, {
        actedAt: frozenAt,
        actor: row.frozenBy,
        action: prospect.kind === 'revision' ? 'release.revise' : 'release.freeze',
        subject: prospect.code,
        detail: {
          sha256: row.sha256,
          publishAt,
          late: terms.late,
          reason: terms.reason,
          counts: stage.counts,
        },
      })
    })
    isDone = true
    return { releaseId, code: prospect.code, sequence: prospect.sequence, publishAt }
  } finally {
    if (!isDone && schema !== null) await dropOwnWorld(context, schema, releaseId)
    await rm(folder, { recursive: true, force: true })
    await unlock()
  }
}

/** Every part that is made of lines, in the order in which they are worked out. */
async function* partsOf(
  world: World,
  directory: Directory,
  { from, to }: Prospect,
  watch: FreezeWatch,
): AsyncGenerator<LinesPart> {
  const total = directory.agencies.length + 1
  let done = 0
  watch.onStep?.('reading', 0)
  const span = { from, to }
  for await (const { agency, lines, cells } of withCells(world, span, readReleaseLines(world, span))) {
    const of = { agencyId: agency?.agencyId ?? 0, name: agency?.code ?? 'together' }
    yield { part: 'cells', ...of, lines: cells }
    yield {
      part: 'readings',
      ...of,
      lines: lines.map((figures) => ({
        indicator: figures.indicator,
        service: figures.service ?? '',
        grain: figures.grain,
        year: figures.year,
        body: lineText(figures),
        figures,
      })),
    }
    done++
    watch.onStep?.('reading', done / total)
  }
}

function allParts(stage: Stage, bodies: ReadonlyMap<string, string>): Stage['parts'] {
  const documents = Array.from(bodies, ([name, body]) => {
    const bytes = Buffer.from(body)
    return { agencyId: 0, name, sha256: hash('sha256', bytes, 'hex'), bytes: bytes.length }
  })
  return [...documents, ...stage.parts].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Keeps what later releases need in order not to give away what this one hides, for them and for its own world. */
async function writeSecret(tx: Tx, schema: string, secret: ReleaseSecretTable): Promise<void> {
  await tx.insertInto('releaseSecret').values(secret).execute()
  await sql`insert into ${sql.id(schema, 'release_secret')} (agency_id, release_id, body)
    values (${secret.agencyId}, ${OWN_SECRET}, ${secret.body})`.execute(tx)
}

/** Another release may have been made meanwhile: before the lock was taken, or where it was lost with its connection. */
async function refuseOvertaken(db: ReadDb | Tx, { previous }: Prospect): Promise<void> {
  const newest = await findNewestRelease(db)
  if (newest?.releaseId !== previous?.releaseId) throw stopped(['freeze-running'])
}
