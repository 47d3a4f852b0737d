import { z } from 'zod'
import { KEY_ACTIONS } from '../access.ts'
import { PersonName } from './account.ts'
import { fault } from './faults.ts'

// Keys for programs.

const actions = z.array(z.enum(KEY_ACTIONS)).min(1, fault('list-empty', {})).max(KEY_ACTIONS.length)
/** a key that never ends is forgotten and never missed */
const days = z.int().min(1).max(366).default(90)

export const CreateOwnKey = z.strictObject({ name: PersonName, actions, days })
export const CreateAgencyKey = z.strictObject({
  agency: z.string().trim().min(1).max(200),
  name: PersonName,
  actions,
  days,
})
export const KeyNamed = z.strictObject({ keyId: z.string().min(1).max(64) })
/** Whoever signs it is whose keys they are. */
export const RevokeAllOwnKeys = z.strictObject({})
export const AgencyKeyNamed = z.strictObject({
  agency: z.string().trim().min(1).max(200),
  keyId: z.string().min(1).max(64),
})

export const ApiKey = z
  .object({
    keyId: z.string(),
    name: z.string(),
    agency: z.string().nullable().describe('null: the key of a person'),
    actions: z.array(z.string()),
    createdAt: z.string(),
    expiresAt: z.string(),
    lastUsedAt: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

/** The only answer in which a key is seen. */
export const NewKey = z
  .object({ keyId: z.string(), key: z.string(), expiresAt: z.string() })
  .meta({ id: 'NewKey' })
export type NewKey = z.infer<typeof NewKey>
