import { useState } from 'react'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { Notice } from '../../ui/Notice.tsx'
import { useHashToken } from './use-hash-token.ts'

/** Where a reminder leads by which it is the last: asked once more, since programs open links too. */
export function StopRemindersPage() {
  const token = useHashToken()
  return <StopReminders key={token} token={token} />
}

function StopReminders({ token }: { token: string }) {
  const words = useWords({ id, en }).stop
  const [isDone, setDone] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  useTitle(words.title)
  const stop = async () => {
    try {
      await sendJson('POST', '/api/v1/reminders/stop', { token })
      setDone(true)
    } catch (error) {
      setFailure((error as Error).message)
    }
  }
  return (
    <>
      <h1>{words.title}</h1>
      {isDone ? (
        <p role="status">{words.done}</p>
      ) : (
        <>
          <p>{words.text}</p>
          <div className="actions">
            <button type="button" className="primary" onClick={() => void stop()}>
              {words.confirm}
            </button>
          </div>
          {failure && <Notice kind="error" title={failure} />}
        </>
      )}
    </>
  )
}
