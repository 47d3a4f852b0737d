import { z } from 'zod'
import { GivenGrants } from './invitation.ts'

// People as an administrator changes them.

const memberId = z.string().min(1).max(64)

export const EnrolMember = z.strictObject({ memberId, grants: GivenGrants })
