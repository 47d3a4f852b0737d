import { findMailLanguage } from '#server/db/queries/members.ts'
import { SetMailLanguage } from '#shared/contract/account.ts'
import { Refusal } from '#shared/refusal.ts'
import { defineAction } from '../define-action.ts'

/** Has mails to oneself written in a language. @throws Refusal `not_found` for who is no member */
export const setMailLanguage = defineAction({
  name: 'account.set-mail-language',
  input: SetMailLanguage,
  concerns: () => 'self',
  changesFigures: false,
  async run(tx, { language }, { actor }) {
    const before = await findMailLanguage(tx, actor.id)
    const { numUpdatedRows } = await tx
      .updateTable('member')
      .set({ mailLanguage: language })
      .where('memberId', '=', actor.id)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Refusal('not_found', 'no-member', { id: actor.id })
    return {
      result: { language },
      trace: { subject: `person:${actor.id}`, before: { language: before }, after: { language } },
    }
  },
})
