import type { World } from '#server/readings/world.ts'
import type { Actor } from '#shared/access.ts'
import type { Locale } from '#shared/i18n/text.ts'

/** What an action is done with: who, when, where. The clock is a value, so that tests can set it. */
export interface ActionContext {
  world: World
  dataDir: string
  /** the current instant as ISO text in UTC */
  clock: () => string
  defaultTimezone: string
  locale: Locale
  /** who acts */
  actor: Actor
  /** how people reach the instance, for links in mails; never taken from a request, whose sender may name any host */
  publicUrl: string
  /** file with the private key that releases are signed with; absent: one of our own, beside the data */
  signingKeyFile?: string | null
  /** webhooks may lead to this machine and to private networks; absent: they may not */
  mayCallPrivate?: boolean
}
