import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { freezesQuery, isOfReleases } from '../../../api/release-desk.ts'
import { useWords } from '../../../i18n.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { say } from '../../../ui/Toasts.tsx'

/** The freeze under way, or why the latest came to nothing. */
export function FreezeProgress() {
  const words = useWords({ id, en })
  const client = useQueryClient()
  const { data } = useQuery(freezesQuery)
  const latest = data?.items[0]
  const ran = useRef<string | null>(null)
  useEffect(() => {
    if (!latest) return
    if (latest.state === 'running') ran.current = latest.id
    else if (ran.current === latest.id) {
      ran.current = null
      if (latest.state === 'done') say(words.freezeDone(latest.code))
      void client.invalidateQueries({ predicate: isOfReleases })
      void client.invalidateQueries({ queryKey: ['submissions'] })
    }
  }, [latest, client, words])
  if (latest?.state === 'running') {
    return (
      <Progress
        label={words.freezing(latest.code)}
        fraction={latest.share}
        text={words.steps[latest.step ?? 'waiting']}
      />
    )
  }
  if (latest?.state !== 'failed') return null
  return (
    <Notice kind="error" title={words.freezeFailed(latest.code)}>
      {latest.problem && <p>{latest.problem}</p>}
    </Notice>
  )
}
