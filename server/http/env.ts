import type { ActionContext } from '#server/actions/context.ts'
import type { AccessBook } from '#server/auth/access-book.ts'
import type { Identity } from '#server/auth/identity.ts'
import type { Session } from '#server/auth/sessions.ts'
import type { DraftDesk } from '#server/jobs/drafts/draft-desk.ts'
import type { ImportQueue } from '#server/jobs/import-queue.ts'
import type { PushCollector } from '#server/jobs/push-collector.ts'
import type { FreezeDesk } from '#server/jobs/releases/freeze-desk.ts'
import type { World } from '#server/readings/world.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { Refusal } from '#shared/refusal.ts'

/** What every handler finds in its context. */
export interface HttpEnv {
  Bindings: { incoming: import('node:http').IncomingMessage }
  Variables: {
    requestId: string
    /** the response was made with them */
    hasStandardHeaders: boolean
    /** where the request comes from */
    address: string
    world: World
    /** for the routes that change something */
    context: ActionContext
    imports: ImportQueue
    drafts: DraftDesk
    pushes: PushCollector
    freezes: FreezeDesk
    /** the answer is the one that everybody gets; see viewer-of.ts */
    isAnonymous: boolean
    /** null: nobody signs in here */
    identity: Identity | null
    access: AccessBook
    /** of a person who is signed in */
    session: Session | null
    /** why what the request gave to prove itself is no proof */
    refusal: Refusal | null
    locale: Locale
    /** the text of the answer, where the handler has it at hand: taking it out of a response again costs more */
    text: string | undefined
  }
}
