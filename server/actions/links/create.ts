import { linkTokenHash, newLinkToken } from '#server/auth/link-token.ts'
import { newId } from '#server/db/new-id.ts'
import { insertEntryLink } from '#server/db/queries/entry-links.ts'
import { queueMail } from '#server/mail/send-mail.ts'
import { actorText } from '#shared/access.ts'
import { CreateLink } from '#shared/contract/entry.ts'
import { formats } from '#shared/i18n/formats.ts'
import { mailIn } from '#shared/i18n/mail-texts.ts'
import { nameIn } from '#shared/i18n/name-in.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** A link by which one person without an account enters one agency's one period. Its token is told once and nowhere
 *  kept but as a hash. */
export const createLink = defineAction({
  name: 'link.create',
  input: CreateLink,
  concerns: ({ agency }) => [agency],
  changesFigures: false,
  async run(tx, { agency, period, days, maxUses, sendTo }, { actor, clock, publicUrl }) {
    const found = await tx
      .selectFrom('agency')
      .select(['agencyId', 'name', 'nameEn'])
      .where('code', '=', agency)
      .executeTakeFirst()
    if (!found) throw new Refusal('not_found', 'no-agency', { code: agency })
    const token = newLinkToken()
    const now = clock()
    const link = {
      linkId: newId(),
      agencyId: found.agencyId,
      period,
      madeBy: actorText(actor),
      madeAt: now,
      expiresAt: new Date(Date.parse(now) + days * 86_400_000).toISOString(),
      revokedAt: null,
      maxUses,
      uses: 0,
      lastUsedAt: null,
      sentTo: sendTo,
    }
    await insertEntryLink(tx, { ...link, tokenHash: linkTokenHash(token) })
    const url = `${publicUrl}/f/${token}`
    if (sendTo !== null) {
      // Who gets a link has no account, so no language that is known.
      const { subject, text } = mailIn(null, (texts, locale) => {
        const format = formats(locale)
        return texts.entryLink({
          agency: nameIn(locale, found),
          period: format.period(period),
          url,
          until: format.instant(link.expiresAt),
          from: actor.name,
        })
      })
      await queueMail(tx, { to: sendTo, subject, text, kind: 'entry-link' }, now)
    }
    return {
      result: { id: link.linkId, url, expiresAt: link.expiresAt },
      trace: { subject: `link:${link.linkId}`, before: null, after: { ...link, agency } },
    }
  },
})
