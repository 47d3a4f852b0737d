/** A person of the identity store who belongs to the instance. Deactivated: everything they did stays, nothing more
 *  can be done. */
export interface MemberTable {
  memberId: string
  isActive: boolean
  joinedAt: string
  /** what mails to them are written in: `id`, `en` or `both`; null: not known yet, so both */
  mailLanguage: string | null
}

/** A role in an agency with everything below it; agencyId null: in the whole instance. */
export interface MemberGrantTable {
  grantId: string
  memberId: string
  role: string
  agencyId: number | null
  grantedAt: string
}

/** A link by which one person joins. Only the hash of its token is kept. */
export interface InvitationTable {
  invitationId: string
  tokenHash: string
  /** null: whoever joins says it */
  email: string | null
  name: string | null
  /** JSON: grants as of shared/access.ts */
  grants: string
  invitedBy: string
  createdAt: string
  expiresAt: string
  acceptedAt: string | null
  revokedAt: string | null
}

/** A key for programs: of a person (memberId) or of an agency (agencyId). Only the hash of its secret is kept. */
export interface ApiKeyTable {
  keyId: string
  secretHash: string
  name: string
  memberId: string | null
  agencyId: number | null
  /** JSON: names of the actions it is for; null: all that its owner may */
  actions: string | null
  createdBy: string
  createdAt: string
  expiresAt: string
  revokedAt: string | null
  lastUsedAt: string | null
}
