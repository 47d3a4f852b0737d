import { listComplaintClasses } from '#server/db/queries/complaint-classes.ts'
import { findExpired } from '#server/db/queries/retention.ts'
import type { RecordChecker, RecordIssue } from '#server/ingest/check-records.ts'
import type { KnownEntities } from '#server/ingest/prepare-import.ts'
import type { Directory, DirectoryAgency } from '#server/readings/directory.ts'
import { type ActionName, type Actor, can } from '#shared/access.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import type { ActionContext } from '../context.ts'
import { AgencyPlaces, isReal } from './agency-places.ts'
import type { GroupedRequest, PushGroup } from './commit-push.ts'

/** One request to write records, as it is read from outside. */
export interface PushRequest extends Omit<GroupedRequest, 'first' | 'count' | 'asOf'> {
  records: readonly RecordDraft[]
  /** null: the instant at which it is checked */
  asOf: string | null
}

/** A record as text by field, with what is wrong with it before its fields are looked at. */
export interface RecordDraft {
  fields: ReadonlyMap<string, string>
  issues: readonly Omit<RecordIssue, 'record'>[]
}

/** What requests must have in common to be checked and committed together. */
export interface GroupOptions {
  dataset: PushGroup['dataset']
  create: readonly ('agency' | 'service' | 'indicator')[]
  scale: readonly [number, number] | null
  timezone: string
}

/** Checks the records of requests as one: who may write of which agency first, then by the rules of imports. What may
 *  not be written and what is damaged never reaches those. */
export async function checkGroup(
  context: ActionContext,
  checker: RecordChecker,
  options: GroupOptions,
  requests: readonly PushRequest[],
): Promise<PushGroup> {
  const directory = await context.world.directory()
  const refs = requests.flatMap(({ records }) => records.flatMap(({ fields }) => fields.get('ref') ?? []))
  const known = {
    ...(await knownOf(context, directory)),
    expired: await findExpired(context.world.db.read, options.dataset, refs),
  }
  const places = new AgencyPlaces(directory)
  const now = context.clock()
  const issues: RecordIssue[] = []
  const given: { record: number; fields: RecordDraft['fields']; timezone: string; asOf: string }[] = []
  const grouped: GroupedRequest[] = []
  const agencyOf = new Map<number, number>()
  let at = 0
  for (const { records, asOf, ...request } of requests) {
    grouped.push({ ...request, first: at, count: records.length, asOf: asOf ?? now })
    for (const { fields, issues: own } of records) {
      const record = at++
      issues.push(...own.map((issue) => ({ ...issue, record })))
      const agency = places.find(fields.get('agency'))
      if (agency && can(request.actor, request.action, [places.lineOf(agency)]))
        agencyOf.set(record, agency.agencyId)
      if (own.some(({ severity }) => severity === 'error')) continue
      const refused = whatMayNot(request, options, fields, agency, places)
      if (refused) issues.push({ ...refused, record })
      else given.push({ record, fields, timezone: agency?.timeZone ?? options.timezone, asOf: asOf ?? now })
    }
  }
  const checked = await checker.check(options.dataset, given, { ...options, known })
  const numbered = <T extends { record: number }>(list: readonly T[]): T[] =>
    list.map((entry) => ({ ...entry, record: given[entry.record]!.record }))
  return {
    dataset: options.dataset,
    timezone: options.timezone,
    requests: grouped,
    agencyOf,
    checked: {
      ...checked,
      ready: numbered(checked.ready),
      issues: [...issues, ...numbered(checked.issues)].sort((a, b) => a.record - b.record),
    },
  }
}

/** What an actor may not do with a record: another agency's, or a new word for everybody. */
function whatMayNot(
  { actor, action }: { actor: Actor; action: ActionName },
  { create }: GroupOptions,
  fields: RecordDraft['fields'],
  agency: DirectoryAgency | null,
  places: AgencyPlaces,
): Omit<RecordIssue, 'record'> | null {
  const value = fields.get('agency') ?? ''
  // Who is nobody is told as such by the rules, to those who may do it everywhere; to others it is not theirs.
  const place = agency ? [places.lineOf(agency)] : 'instance'
  if (value !== '' && !can(actor, action, place)) {
    return { field: 'agency', code: 'not-permitted', severity: 'error', params: { value } }
  }
  const service = fields.get('service') ?? ''
  if (service !== '' && create.includes('service') && !can(actor, action, 'instance')) {
    // The catalogue is everybody's: only who may write everywhere adds to it.
    if (!places.findService(service))
      return { field: 'service', code: 'unknown-service', severity: 'error', params: { value: service } }
  }
  return null
}

async function knownOf({ world }: ActionContext, directory: Directory): Promise<KnownEntities> {
  return {
    agencies: directory.agencies.filter(isReal),
    services: directory.services.filter(isReal),
    indicators: [
      ...INDICATORS.map(({ id }) => ({ code: id, name: id })),
      ...directory.indicators.filter(isReal),
    ],
    complaintClasses: await listComplaintClasses(world.db.read),
  }
}
