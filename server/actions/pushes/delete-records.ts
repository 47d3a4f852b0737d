import type { RecordIssue } from '#server/ingest/check-records.ts'
import { codeOf } from '#server/ingest/identity.ts'
import { type ActionName, can } from '#shared/access.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { KEY_FIELDS } from '#shared/contract/push.ts'
import type { ActionContext } from '../context.ts'
import { AgencyPlaces } from './agency-places.ts'
import type { RecordDraft } from './check-group.ts'
import { deleteFacts, type FactPlace } from './delete-facts.ts'

export interface DeletedRecord {
  status: 'deleted' | 'absent' | 'rejected'
  issues: RecordIssue[]
}

/** Takes away the facts that records name by their key. Who is asked for by a word that nobody has is absent; whose
 *  agency is not the actor's is rejected. */
export async function deleteRecords(
  context: ActionContext,
  { dataset, action, records }: { dataset: Dataset; action: ActionName; records: readonly RecordDraft[] },
): Promise<DeletedRecord[]> {
  const places = new AgencyPlaces(await context.world.directory())
  const found: { record: number; place: FactPlace }[] = []
  const outcomes = records.map(({ fields, issues }, record): DeletedRecord => {
    const own = issues.map((issue) => ({ ...issue, record }))
    const wrong = (field: string, code: RecordIssue['code'], value?: string): DeletedRecord => ({
      status: 'rejected',
      issues: [
        ...own,
        { record, field, code, severity: 'error', params: value === undefined ? {} : { value } },
      ],
    })
    if (own.some(({ severity }) => severity === 'error')) return { status: 'rejected', issues: own }
    const missing = KEY_FIELDS[dataset].find(
      (field) => !fields.get(field)?.trim() && (field !== 'service' || isByRef(dataset)),
    )
    if (missing) return wrong(missing, 'required-missing')
    const agency = places.find(fields.get('agency'))
    const may = can(context.actor, action, agency ? [places.lineOf(agency)] : 'instance')
    if (!may) return wrong('agency', 'not-permitted', fields.get('agency')!)
    const named = fields.get('service')?.trim()
    const service = named ? places.findService(named) : null
    if (agency && (service || !named)) {
      found.push({
        record,
        place: {
          agencyId: agency.agencyId,
          agencyCode: agency.code,
          serviceId: service?.serviceId ?? 0,
          own: ownKeyOf(dataset, fields),
        },
      })
    }
    return { status: 'absent', issues: own }
  })
  const wasThere = await deleteFacts(context, {
    dataset,
    actor: context.actor,
    action,
    places: found.map(({ place }) => place),
  })
  found.forEach(({ record }, i) => {
    if (wasThere[i]) outcomes[record]!.status = 'deleted'
  })
  return outcomes
}

const isByRef = (dataset: Dataset): boolean => KEY_FIELDS[dataset].includes('ref')

function ownKeyOf(dataset: Dataset, fields: RecordDraft['fields']): string[] {
  const own = KEY_FIELDS[dataset].filter((field) => field !== 'agency' && field !== 'service')
  // An innovation is known by the code of its name.
  return own.map((field) =>
    field === 'name' ? codeOf(fields.get(field)!.trim()) : fields.get(field)!.trim(),
  )
}
