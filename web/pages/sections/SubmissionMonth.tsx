import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Reading } from '#shared/contract/reading.ts'
import type { SubmissionItem } from '#shared/contract/submission.ts'
import { due as dueEn } from '#shared/i18n/en/desk/due.ts'
import { submissions as en } from '#shared/i18n/en/desk/submissions.ts'
import { due as dueId } from '#shared/i18n/id/desk/due.ts'
import { submissions as id } from '#shared/i18n/id/desk/submissions.ts'
import { parsePeriod, previousPeriod } from '#shared/time/period.ts'
import { readingsQuery } from '../../api/readings.ts'
import { submissionHistoryQuery, submissionsQuery } from '../../api/submissions.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { SubmissionState } from '../../parts/SubmissionState.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Decide } from './Decide.tsx'
import { Failed } from './Failed.tsx'
import { useOwnAgencies } from './own-agencies.ts'
import { canSubmit, SubmitDialog } from './SubmitDialog.tsx'

/** As far back as a link from a mail may lead. */
const MONTHS = 12

/** Figures that an approver looks at before submitting; of those the agency has. */
const CHECKED =
  'received,completed,rejected-rate,median-working-days,on-time-rate,digital-share,respondents,satisfaction-index,complaint-on-time-rate'

/** One agency's month: how far it is, what is missing, its figures, and what can be done. */
export function SubmissionMonth({ agency, month }: { agency: string; month: string }) {
  const words = useWords({ id, en })
  const { t, format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: board, error, refetch } = useQuery(submissionsQuery(MONTHS, agency))
  const found = board?.agencies.find(({ code }) => code === agency)
  const item = board?.items.find((one) => one.month === month)
  const title = words.month({
    agency: found ? nameOf(found) : agency,
    month: parsePeriod(month) ? format.period(month) : month,
  })
  useTitle(title)
  return (
    <>
      <h1>{title}</h1>
      <p>
        <Link to={'/desk/submissions' as never} search={{ ...keep(search), period: undefined } as never}>
          {words.back}
        </Link>
      </p>
      {error && !board && <Failed error={error} retry={() => void refetch()} />}
      {!board && !error && <Skeleton height={480} label={t.loading} />}
      {board && !item && <Notice kind="info" title={words.unknown} />}
      {item && (
        <>
          <Standing item={item} />
          <Figures item={item} />
          <History item={item} />
        </>
      )}
    </>
  )
}

function Standing({ item }: { item: SubmissionItem }) {
  const words = useWords({ id, en })
  const due = useWords({ id: dueId, en: dueEn })
  const { format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const client = useQueryClient()
  const maySubmit = useOwnAgencies('submission.submit')
  const mayDeliver = useOwnAgencies('import.commit')
  const [isAsked, setAsked] = useState(false)
  const changed = () => void client.invalidateQueries({ queryKey: ['submissions'] })
  return (
    <section aria-label={words.state}>
      <p>
        <SubmissionState item={item} />
        {item.by && item.at && ` ${words.by({ who: item.by, at: format.instant(item.at) })}`}
        {'. '}
        {item.deliveredAt && words.delivered(format.instant(item.deliveredAt))}{' '}
        {item.release && words.inRelease(item.release)}
      </p>
      {item.reason && (
        <Notice kind="info" title={words.reason}>
          <p>{item.reason}</p>
        </Notice>
      )}
      {item.hasChanged && item.state !== 'change-requested' && <p>{words.hasChanged}</p>}
      {item.missing.length === 0 ? (
        item.state !== 'nothing' && <p>{words.missingNone}</p>
      ) : (
        <>
          <h2>{words.missing}</h2>
          <ul className="desk-list">
            {item.missing.map(({ dataset, state }) => (
              <li key={dataset}>
                {due.datasets[dataset] ?? dataset}: {words.missingStates[state]}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="actions">
        {canSubmit(item) && maySubmit?.mayAt(item.agency) && (
          <button type="button" className="primary" onClick={() => setAsked(true)}>
            {words.submit}
          </button>
        )}
        {mayDeliver?.mayAt(item.agency) && (
          <Link to={'/desk/import' as never} search={keep(search) as never} className="button">
            {words.deliver}
          </Link>
        )}
      </div>
      {canSubmit(item) && maySubmit && !maySubmit.mayAt(item.agency) && (
        <p className="muted">{words.onlyApprover}</p>
      )}
      <Decide item={item} changed={changed} />
      {isAsked && <SubmitDialog items={[item]} close={() => setAsked(false)} done={changed} />}
    </section>
  )
}

/** The month beside the one before, as it stands now and nobody else may see it yet. */
function Figures({ item }: { item: SubmissionItem }) {
  const words = useWords({ id, en })
  const { t, words: indicators, format } = useLanguage()
  const before = previousPeriod(item.month)!
  const { data, error, refetch } = useQuery(
    readingsQuery({
      indicators: CHECKED,
      agency: item.agency,
      grain: 'month',
      from: `${before}-01`,
      to: parsePeriod(item.month)!.endsOn,
    }),
  )
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={280} label={t.loading} />
  const rows = [...Map.groupBy(data.readings, ({ indicator }) => indicator)]
    .map(([indicator, pair]) => ({
      indicator,
      now: pair.find(({ period }) => period === item.month),
      earlier: pair.find(({ period }) => period === before),
    }))
    .filter(({ now, earlier }) => [now, earlier].some((one) => one && one.value !== null))
  const said = (reading: Reading | undefined) =>
    !reading
      ? '–'
      : reading.value === null
        ? indicators.missing[reading.missing ?? 'not-reported']
        : format.value(reading.unit, reading.value)
  return (
    <section aria-labelledby="month-figures">
      <h2 id="month-figures">{words.figures}</h2>
      {rows.length === 0 ? (
        <p>{words.figuresNone}</p>
      ) : (
        <section className="table-scroll" tabIndex={0} aria-label={words.figures}>
          <table className="numbers">
            <caption className="visually-hidden">{words.figures}</caption>
            <thead>
              <tr>
                <th scope="col">{words.indicator}</th>
                <th scope="col">{format.period(before)}</th>
                <th scope="col">{format.period(item.month)}</th>
                <th scope="col">{words.difference}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ indicator, now, earlier }) => (
                <tr key={indicator}>
                  <th scope="row">{indicators.list[indicator]?.name ?? indicator}</th>
                  <td>{said(earlier)}</td>
                  <td>{said(now)}</td>
                  <td>
                    {now && earlier && now.value !== null && earlier.value !== null
                      ? format.difference(now.unit, now.value - earlier.value, now.value)
                      : '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  )
}

function History({ item }: { item: SubmissionItem }) {
  const words = useWords({ id, en })
  const { t, format } = useLanguage()
  const { data, error, refetch } = useQuery(submissionHistoryQuery(item.agency, item.month))
  return (
    <section aria-labelledby="month-history">
      <h2 id="month-history">{words.history}</h2>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={80} label={t.loading} />}
      {data?.items.length === 0 && <p>{words.historyNone}</p>}
      <ol className="desk-list" reversed>
        {data?.items.map(({ state, at, by, reason }) => (
          <li key={`${at}|${state}`}>
            {words.states[state]} {words.by({ who: by, at: format.instant(at) })}
            {reason && (
              <>
                <br />
                {reason}
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
