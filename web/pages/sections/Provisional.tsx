import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AgencyItem } from '#shared/contract/reading.ts'
import { submissions as en } from '#shared/i18n/en/desk/submissions.ts'
import { submissions as id } from '#shared/i18n/id/desk/submissions.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import { AgencyField } from '../../parts/AgencyField.tsx'
import { CheckField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'

/** Whether an agency shows its figures before they are released. */
export function Provisional({
  agencies,
  shown,
}: {
  agencies: readonly AgencyItem[]
  /** codes of those that do */
  shown: ReadonlySet<string>
}) {
  const words = useWords({ id, en })
  const client = useQueryClient()
  const [code, setCode] = useState(agencies[0]?.code ?? '')
  const chosen = agencies.find((agency) => agency.code === code)
  if (!chosen) return null
  const set = async (showsProvisional: boolean) => {
    try {
      await sendJson('PUT', '/api/v1/publication', { agency: chosen.code, showsProvisional })
      await client.invalidateQueries({ queryKey: ['submissions'] })
      say(showsProvisional ? words.provisionalOn : words.provisionalOff)
    } catch (error) {
      say((error as Error).message)
    }
  }
  return (
    <section aria-labelledby="provisional">
      <h2 id="provisional">{words.provisional}</h2>
      <p className="page-meta">{words.provisionalHint}</p>
      <form className="form" onSubmit={(event) => event.preventDefault()}>
        {agencies.length > 1 && <AgencyField agencies={agencies} value={chosen.code} onChange={setCode} />}
        <CheckField
          name="showsProvisional"
          label={words.provisionalShow}
          isChecked={shown.has(chosen.code)}
          onChange={(shows) => void set(shows)}
        />
      </form>
    </section>
  )
}
