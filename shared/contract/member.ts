import { z } from 'zod'
import { ROLES } from '../access.ts'
import { fault } from './faults.ts'
import { GivenGrant, GivenGrants } from './invitation.ts'

// People as an administrator changes them.

const memberId = z.string().min(1).max(64)

export const EnrolMember = z.strictObject({ memberId, grants: GivenGrants })

/** Which grants are given and which taken: the others stay as they are. */
export const ChangeGrants = z
  .strictObject({
    memberId,
    add: z.array(GivenGrant).max(50).default([]),
    remove: z.array(GivenGrant).max(50).default([]),
  })
  .refine(({ add, remove }) => add.length + remove.length > 0, fault('list-empty', {}))

/** A person with what they hold now: who changes it, changes what they saw. */
export const MemberSeen = z.strictObject({ memberId, grants: z.array(GivenGrant).max(200) })

export const ResetPassword = MemberSeen.extend({
  revokesKeys: z.boolean().default(false).describe('whether the API keys of the person end at once as well'),
})

export const InvitationNamed = z.strictObject({
  invitationId: z.string().min(1).max(64),
  grants: z.array(GivenGrant).max(200),
})

const grants = z.array(z.object({ role: z.enum(ROLES), agency: z.string().nullable() }))

export const Member = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    hasTwoFactor: z.boolean(),
    isActive: z.boolean(),
    joinedAt: z.string(),
    keyCount: z.int().describe('API keys of the person that still count'),
    grants,
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>

export const OpenInvitation = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    grants,
    createdAt: z.string(),
    expiresAt: z.string(),
  })
  .meta({ id: 'OpenInvitation' })
export type OpenInvitation = z.infer<typeof OpenInvitation>

/** A link that is told once, to be handed over, or sent where mails are sent. */
export const HandedLink = z.object({ link: z.string(), expiresAt: z.string(), isMailed: z.boolean() })
export type HandedLink = z.infer<typeof HandedLink>
