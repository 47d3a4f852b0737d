import { linkTokenHash, newLinkToken } from '#server/auth/link-token.ts'
import { findMailLanguage } from '#server/db/queries/members.ts'
import { deleteNotesBefore, listUnmailed, markMailed } from '#server/db/queries/notes.ts'
import { listOptouts } from '#server/db/queries/reminders.ts'
import type { NoteTable } from '#server/db/tables/releases.ts'
import { queueMail } from '#server/mail/send-mail.ts'
import { NoteAbout, type NoteKind } from '#shared/contract/note.ts'
import { mailIn } from '#shared/i18n/mail-texts.ts'
import { nameIn } from '#shared/i18n/name-in.ts'
import { NOTE_PAGES, noteSentence } from '#shared/i18n/note-sentence.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { Job, JobWork } from './runner.ts'

const AT_ONCE = 100
const KEPT_DAYS = 400

/** What comes by itself can be declined, as reminders can; what somebody decided about one's figures cannot. */
const DECLINABLE: readonly NoteKind[] = ['submit-by', 'release-published', 'survey-full']

/** Finds a person by id; null: not to be found any more. */
export type FindPerson = (memberId: string) => Promise<{ email: string; name: string } | null>

/** Writes the mails about what people were told, each with the mark that it is written: both, or neither. */
export const mailNotes = (findPerson: FindPerson): Job => ({
  name: 'mail-notes',
  every: '*/10 * * * * *',
  hasWork: async (read) => (await listUnmailed(read, 1)).length > 0,
  async run(work) {
    const { world, signal } = work
    const optouts = await listOptouts(world.db.read)
    const skipped: { what: string; why: string }[] = []
    let done = 0
    for (const note of await listUnmailed(world.db.read, AT_ONCE)) {
      if (signal.aborted) break
      const kind = note.kind as NoteKind
      const isDeclined = DECLINABLE.includes(kind) && optouts.has(note.memberId)
      const person = isDeclined ? null : await findPerson(note.memberId)
      if (!person) skipped.push({ what: note.memberId, why: isDeclined ? 'declined' : 'no address' })
      else done++
      await writeMail(note, kind, person, work)
    }
    return { done, skipped }
  },
})

async function writeMail(
  note: NoteTable,
  kind: NoteKind,
  person: { email: string; name: string } | null,
  { world, clock, publicUrl }: JobWork,
): Promise<void> {
  const now = clock()
  const { agencyByCode } = await world.directory()
  const about = NoteAbout.parse(JSON.parse(note.about))
  const says = (locale: Locale) =>
    noteSentence(locale, kind, about, (code) => {
      const agency = agencyByCode.get(code)
      return agency ? nameIn(locale, agency) : code
    })
  const language = await findMailLanguage(world.db.read, note.memberId)
  const token = DECLINABLE.includes(kind) ? newLinkToken() : null
  const unsubscribeUrl = token === null ? null : `${publicUrl}/reminders/stop#${token}`
  await world.write(
    async (tx) => {
      if (person) {
        const mail = mailIn(language, (texts, locale) =>
          texts.note({
            name: person.name,
            says: says(locale),
            reason: about.reason ?? null,
            url: `${publicUrl}${NOTE_PAGES[kind]}`,
            unsubscribeUrl,
          }),
        )
        await queueMail(
          tx,
          { to: person.email, ...mail, kind, ...(unsubscribeUrl && { unsubscribeUrl }) },
          now,
        )
        if (token !== null) {
          const made = { tokenHash: linkTokenHash(token), memberId: note.memberId, madeAt: now }
          await tx.insertInto('reminderToken').values(made).execute()
        }
      }
      await markMailed(tx, note.noteId, now)
    },
    { changesFigures: false, part: 'facts' },
  )
}

/** Takes away what people were told long ago. */
export const forgetNotes: Job = {
  name: 'forget-notes',
  every: '0 27 3 * * *',
  async run({ world, clock }) {
    const before = new Date(Date.parse(clock()) - KEPT_DAYS * 86_400_000).toISOString()
    await world.db.write((tx) => deleteNotesBefore(tx, before))
    return { done: 0 }
  },
}
