import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { DEFAULT_DAILY_CAP } from '#shared/contract/survey-answer.ts'
import type { SurveyFormItem } from '#shared/contract/survey-results.ts'
import { addDays } from '#shared/time/date.ts'
import type { Directory } from './directory.ts'
import { subtreesOf } from './subtrees.ts'
import type { World } from './world.ts'

// Which survey forms are open: a form is of one agency and one of its services.

export interface OfferedForm {
  agencyId: number
  serviceId: number
  isOpen: boolean
  dailyCap: number
}

const kept = new WeakMap<Directory, Promise<OfferedForm[]>>()

/** Every form there is, open or closed: of what an agency itself has figures or a standard of, and of what it decided.
 *  Kept as long as the directory is: each change of either makes a new one. */
export function listForms(db: ReadDb, directory: Directory): Promise<OfferedForm[]> {
  let forms = kept.get(directory)
  if (!forms) {
    forms = loadForms(db)
    kept.set(directory, forms)
    forms.catch(() => kept.delete(directory))
  }
  return forms
}

async function loadForms(db: ReadDb): Promise<OfferedForm[]> {
  const { rows } = await sql<{
    agencyId: number
    serviceId: number
    isOpen: boolean | null
    dailyCap: number | null
  }>`select p.agency_id, p.service_id, f.is_open, f.daily_cap from (
      select agency_id, service_id from case_cell union select agency_id, service_id from survey_cell
      union select agency_id, service_id from complaint_cell union select agency_id, service_id from given_value
      union select agency_id, service_id from service_standard union select agency_id, service_id from survey_form) as p
    left join survey_form as f on f.agency_id = p.agency_id and f.service_id = p.service_id
    where p.agency_id <> 0 and p.service_id <> 0 order by 1, 2`.execute(db)
  return rows.map(({ agencyId, serviceId, isOpen, dailyCap }) => ({
    agencyId,
    serviceId,
    isOpen: isOpen ?? true,
    dailyCap: dailyCap ?? DEFAULT_DAILY_CAP,
  }))
}

/** The short address of a form, as it stands on posters. */
export const formPath = (service: { code: string }, agency: { code: string }): string =>
  `/s/${encodeURIComponent(service.code)}/${encodeURIComponent(agency.code)}`

const DAYS = 30

/** The forms of an agency and everything below it, with what came in during the last thirty days.
 *  @throws Refusal `not_found` for an unknown agency */
export async function describeForms(world: World, agency: string, today: string): Promise<SurveyFormItem[]> {
  const directory = await world.directory()
  const members = new Set(subtreesOf(directory, [agency]).map(({ agencyId }) => agencyId))
  const forms = (await listForms(world.db.read, directory)).filter(({ agencyId }) => members.has(agencyId))
  const intake = await world.db.read
    .selectFrom('surveyIntake')
    .select(['agencyId', 'serviceId', 'counted', 'incomplete', 'refused'])
    .where('day', '>', addDays(today, -DAYS))
    .execute()
  return forms.flatMap(({ agencyId, serviceId, isOpen, dailyCap }): SurveyFormItem[] => {
    const [of, service] = [directory.agencyById.get(agencyId), directory.serviceById.get(serviceId)]
    if (!of || !service) return []
    const own = intake.filter((row) => row.agencyId === agencyId && row.serviceId === serviceId)
    const sum = (what: 'counted' | 'incomplete' | 'refused') =>
      own.reduce((total, row) => total + row[what], 0)
    return [
      {
        agency: of.code,
        service: service.code,
        serviceName: service.name,
        serviceNameEn: service.nameEn,
        isOpen,
        dailyCap,
        path: formPath(service, of),
        lastThirtyDays: { counted: sum('counted'), incomplete: sum('incomplete'), refused: sum('refused') },
      },
    ]
  })
}
