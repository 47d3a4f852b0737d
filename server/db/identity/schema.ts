import type { Generated } from 'kysely'

// What we read of the tables that the sign-in library makes and writes, and the outbox that is ours. Instants are Date
// on PostgreSQL and ISO text on SQLite.

type Instant = Date | string

interface UserTable {
  id: string
  name: string
  email: string
  emailVerified: boolean | number
  createdAt: Instant
  twoFactorEnabled: boolean | number | null
}

interface SessionTable {
  id: string
  userId: string
  token: string
  createdAt: Instant
  updatedAt: Instant
  expiresAt: Instant
  ipAddress: string | null
  userAgent: string | null
}

/** One row for each change of a password, a second factor, a session or an address, written by triggers in the
 *  transaction of the change itself. */
interface OutboxTable {
  outboxId: Generated<number>
  changedAt: Instant
  userId: string
  /** `subject.verb`, as in the audit log */
  action: string
  /** what it was, as JSON: never a secret */
  detail: string
}

export interface IdentitySchema {
  user: UserTable
  session: SessionTable
  identityOutbox: OutboxTable
}
