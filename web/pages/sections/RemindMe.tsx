import { useQuery, useQueryClient } from '@tanstack/react-query'
import { mailList as en } from '#shared/i18n/en/desk/mails.ts'
import { mailList as id } from '#shared/i18n/id/desk/mails.ts'
import { remindMeQuery } from '../../api/mails.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import { CheckField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'

/** Whether one wants to be reminded oneself. */
export function RemindMe() {
  const words = useWords({ id, en })
  const client = useQueryClient()
  const { data } = useQuery(remindMeQuery)
  if (!data) return null
  const choose = async (wanted: boolean) => {
    try {
      await sendJson('PUT', '/api/v1/reminders/me', { wanted })
      say(words.saved)
    } catch (error) {
      say((error as Error).message)
    }
    await client.invalidateQueries({ queryKey: remindMeQuery.queryKey })
  }
  return (
    <section aria-labelledby="remind-me">
      <h2 id="remind-me">{words.reminders}</h2>
      <CheckField
        name="remindMe"
        label={words.remindMe}
        isChecked={data.wanted}
        onChange={(wanted) => void choose(wanted)}
      />
    </section>
  )
}
