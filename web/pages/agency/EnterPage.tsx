import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { EntryResult } from '#shared/contract/entry.ts'
import { entry as en } from '#shared/i18n/en/desk/entry.ts'
import { entry as id } from '#shared/i18n/id/desk/entry.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import { listPeriods, spanOf } from '#shared/time/period.ts'
import { entryQuery } from '../../api/entry.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { AgencyField } from '../../parts/AgencyField.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { SelectField } from '../../ui/fields.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { EntryEditor } from '../sections/EntryEditor.tsx'
import { Failed } from '../sections/Failed.tsx'
import { firstOwn, useOwnAgencies } from '../sections/own-agencies.ts'

const MONTHS_OFFERED = 24

/** Enters a period's figures by hand, for agencies without a system. */
export function EnterPage() {
  const words = useWords({ id, en })
  const { t, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const agencies = useOwnAgencies('values.enter')
  useTitle(words.title)
  const [today] = useState(() => new Date().toISOString().slice(0, 10))
  const thisMonth = spanOf(today, 'month').startsOn
  const lastMonth = spanOf(addDays(thisMonth, -1), 'month').period
  const offered = (['month', 'quarter'] as const).map((grain) => ({
    grain,
    periods: listPeriods(addMonths(thisMonth, -MONTHS_OFFERED), today, grain).reverse(),
  }))
  const period = search.period ?? lastMonth
  const agency = search.agency ?? (agencies && firstOwn(agencies))
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, replace: true, resetScroll: false })
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {!agencies ? (
        <Skeleton height={480} label={t.loading} />
      ) : (
        <>
          <form className="picker" onSubmit={(event) => event.preventDefault()}>
            <AgencyField
              agencies={agencies.own}
              value={agency ?? ''}
              onChange={(code) => go({ agency: code || undefined })}
            />
            <SelectField
              name="period"
              label={words.period}
              value={period}
              choices={offered.flatMap(({ periods }) =>
                periods.map((one) => ({ value: one.period, label: format.period(one.period) })),
              )}
              onChange={(chosen) => go({ period: chosen })}
            />
          </form>
          {agency ? (
            <Entry key={`${agency}|${period}`} agency={agency} period={period} />
          ) : (
            <p>{words.pickAgency}</p>
          )}
        </>
      )}
    </>
  )
}

function Entry({ agency, period }: { agency: string; period: string }) {
  const words = useWords({ id, en })
  const { t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(entryQuery(agency, period))
  // A form that is opened anew is a sheet of its own.
  const [round, setRound] = useState(0)
  const again = async () => {
    await refetch()
    setRound(round + 1)
  }
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={480} label={t.loading} />
  return (
    <EntryEditor
      key={round}
      form={data}
      draft={`${agency}/${period}`}
      reload={() => void again()}
      send={async (body) => {
        const result = await sendJson<EntryResult>('POST', '/api/v1/entry', { agency, period, ...body })
        await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'entry' })
        return result
      }}
      done={() => (
        <div className="actions">
          <button type="button" onClick={() => void again()}>
            {words.again}
          </button>
          <Link to="/desk" search={{ ...keep(search), period: undefined }} className="button">
            {words.toDesk}
          </Link>
          <Link
            to="/agencies/$code"
            params={{ code: agency }}
            search={{ ...keep(search), period }}
            className="button"
          >
            {words.toFigures}
          </Link>
        </div>
      )}
    />
  )
}
