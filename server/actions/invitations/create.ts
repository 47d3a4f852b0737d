import { hash, randomBytes } from 'node:crypto'
import { newId } from '#server/db/new-id.ts'
import { queueMail } from '#server/mail/send-mail.ts'
import { actorText } from '#shared/access.ts'
import { CreateInvitation } from '#shared/contract/invitation.ts'
import { formats } from '#shared/i18n/formats.ts'
import { mailIn } from '#shared/i18n/mail-texts.ts'
import { defineAction } from '../define-action.ts'
import { concernedBy } from '../people/concerned-agencies.ts'

/** Long enough for a holiday between, short enough that a forgotten mail opens nothing. */
const VALID_MS = 7 * 86_400_000

export const hashOfLink = (token: string): string => hash('sha256', token, 'hex')

/** A link by which one person joins with these grants. Its token is told once. */
export const createInvitation = defineAction({
  name: 'invitation.create',
  input: CreateInvitation,
  concerns: ({ grants }) => concernedBy(grants),
  changesFigures: false,
  async run(tx, { email, name, grants }, { clock, actor, publicUrl }) {
    const createdAt = clock()
    const token = randomBytes(32).toString('base64url')
    const invitationId = newId()
    const expiresAt = new Date(Date.parse(createdAt) + VALID_MS).toISOString()
    await tx
      .insertInto('invitation')
      .values({
        invitationId,
        tokenHash: hashOfLink(token),
        email,
        name,
        grants: JSON.stringify(grants),
        invitedBy: actorText(actor),
        createdAt,
        expiresAt,
        acceptedAt: null,
        revokedAt: null,
      })
      .execute()
    if (email !== null) {
      const url = `${publicUrl}/join#${token}`
      // Who is invited has no language here yet.
      const mail = mailIn(null, (texts, locale) =>
        texts.invitation({ url, until: formats(locale).date(expiresAt.slice(0, 10)), from: actor.name }),
      )
      await queueMail(tx, { to: email, ...mail, kind: 'invitation' }, createdAt)
    }
    return {
      result: { invitationId, token, expiresAt },
      trace: { subject: invitationId, before: null, after: { email, name, grants, expiresAt } },
    }
  },
})
