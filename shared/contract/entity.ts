import { z } from 'zod'
import { AGENCY_LEVELS } from './reading.ts'

// What stewards say of agencies and services. Their codes stay what they are: files and addresses rest on them.

const code = z.string().trim().min(1).max(200)
const name = z.string().trim().min(2).max(300)

export const SetAgency = z
  .strictObject({
    code,
    name,
    nameEn: name.nullable().default(null),
    level: z.enum(AGENCY_LEVELS),
    parent: code.nullable().default(null).describe('Code of the agency above; null: none.'),
    region: z.string().trim().max(20).nullable().default(null).describe('Code of the province or regency.'),
  })
  .meta({ id: 'SetAgency' })

export const SetService = z
  .strictObject({ code, name, nameEn: name.nullable().default(null) })
  .meta({ id: 'SetService' })
