import { findMailLanguage } from '#server/db/queries/members.ts'
import { sendMail } from '#server/mail/send-mail.ts'
import { mailIn } from '#shared/i18n/mail-texts.ts'
import type { ActionContext } from '../context.ts'

/** Tells the address that a person signed in with until now: whoever took an account over would change it unseen. */
export async function tellAddressChanged(
  { world, clock }: Pick<ActionContext, 'world' | 'clock'>,
  { id, name, email }: { id: string; name: string; email: string },
): Promise<void> {
  const language = await findMailLanguage(world.db.read, id)
  const mail = mailIn(language, (texts) => texts.addressChanged({ name }))
  await sendMail(world.db, { to: email, ...mail, kind: 'address-changed' }, clock())
}
