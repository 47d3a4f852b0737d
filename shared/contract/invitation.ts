import { z } from 'zod'
import { ROLES } from '../access.ts'
import { Email, NewPassword, PersonName } from './account.ts'
import { fault } from './faults.ts'

// Who may do what where, and the links by which people join.

export const GivenGrant = z.strictObject({
  role: z.enum(ROLES),
  /** with everything below it; null: the whole instance */
  agency: z.string().trim().min(1).max(200).nullable(),
})

export const GivenGrants = z.array(GivenGrant).min(1, fault('list-empty', {})).max(50)

export const CreateInvitation = z.strictObject({
  /** null: whoever joins says it */
  email: Email.nullable(),
  name: PersonName.nullable().default(null),
  grants: GivenGrants,
})

/** An invitation as its link shows it. */
export const InvitationLink = z.strictObject({ token: z.string().min(1).max(200) })

export const AcceptInvitation = z.strictObject({
  token: z.string().min(1).max(200),
  name: PersonName,
  /** only where the invitation names none */
  email: Email.optional(),
  password: NewPassword,
})
export type AcceptInvitation = z.input<typeof AcceptInvitation>

/** What whoever holds the link is invited to. */
export const InvitationSeen = z.object({
  email: z.string().nullable(),
  name: z.string().nullable(),
  grants: z.array(
    z.object({ role: z.enum(ROLES), agency: z.string().nullable(), agencyName: z.string().nullable() }),
  ),
  expiresAt: z.string(),
  isFirst: z.boolean().describe('Nobody has an account here yet.'),
})
export type InvitationSeen = z.infer<typeof InvitationSeen>

/** Inside the server: the link by its hash, the person by the account they made for it. */
export const JoinByInvitation = z.strictObject({ tokenHash: z.string(), memberId: z.string() })
