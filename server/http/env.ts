import type { ActionContext } from '#server/actions/context.ts'
import type { AccessBook } from '#server/auth/access-book.ts'
import type { Identity } from '#server/auth/identity.ts'
import type { Session } from '#server/auth/sessions.ts'
import type { DraftDesk } from '#server/jobs/drafts/draft-desk.ts'
import type { ImportQueue } from '#server/jobs/import-queue.ts'
import type { PushCollector } from '#server/jobs/push-collector.ts'
import type { FreezeDesk } from '#server/jobs/releases/freeze-desk.ts'
import type { PublicWorlds } from '#server/readings/public-worlds.ts'
import type { Viewer, World } from '#server/readings/world.ts'
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
    /** the state of the data that the answer is of; see decide-world.ts */
    world: World
    /** for the routes that change something */
    context: ActionContext
    imports: ImportQueue
    drafts: DraftDesk
    pushes: PushCollector
    freezes: FreezeDesk
    /** what the question is of, where it is of a state of the data; see route-rights.ts */
    isOf: 'figures' | 'names' | null
    /** the answer is the one that everybody gets */
    isAnonymous: boolean
    /** who the answer is for */
    viewer: Viewer
    /** worlds of what is public */
    released: PublicWorlds
    /** the releases of the invented data are being made */
    isPreparing: () => boolean
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
