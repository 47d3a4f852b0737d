import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { DEFAULT_DAILY_CAP } from '#shared/contract/survey-answer.ts'
import type { Directory } from './directory.ts'

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
