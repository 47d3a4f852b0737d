import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { DueItem } from '#shared/contract/due.ts'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { frame as frameEn } from '#shared/i18n/en/desk/frame.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { frame as frameId } from '#shared/i18n/id/desk/frame.ts'
import { addDays } from '#shared/time/date.ts'
import { dueQuery, entryLinksQuery, recentImportsQuery } from '../../api/due.ts'
import { mayDo, meQuery } from '../../api/me.ts'
import { submissionsQuery } from '../../api/submissions.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { DueState } from '../../parts/DueState.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { DueRows, withGroups } from '../sections/DueRows.tsx'
import { EntryLinks } from '../sections/EntryLinks.tsx'
import { Failed } from '../sections/Failed.tsx'
import { useOwnAgencies } from '../sections/own-agencies.ts'
import { RemindMe } from '../sections/RemindMe.tsx'
import { WAITING_MONTHS, WaitingSubmissions } from '../sections/WaitingSubmissions.tsx'

/** How far ahead what is due is shown, and how much of a list. */
const SOON_DAYS = 45
const SHOWN = 25
const LATEST = 10

/** The first page of who works here: what is late, what is due, what came last, what was rejected. */
export function DeskPage() {
  const frame = useWords({ id: frameId, en: frameEn })
  const { t, nameOf } = useLanguage()
  const { data: me } = useQuery(meQuery)
  const { data, error, refetch } = useQuery(dueQuery())
  const agencies = useOwnAgencies('values.enter')
  // What stands in the midst of the page comes with it, so that nothing moves under the hand of whoever begins to read.
  const board = useQuery({ ...submissionsQuery(WAITING_MONTHS), enabled: mayDo(me, 'submission.read') })
  const recent = useQuery({ ...recentImportsQuery, enabled: mayDo(me, 'import.read') })
  const links = useQuery({ ...entryLinksQuery, enabled: mayDo(me, 'link.create') })
  // What has failed is asked for again by what shows it; that must not take it off the page, which would ask for ever.
  const isWaited = [board, recent, links].some(({ isLoading, isFetched }) => isLoading && !isFetched)
  const isReady = (data || error) && agencies && !isWaited
  useTitle(frame.title)
  const names = new Map(agencies?.all.map((agency) => [agency.code, nameOf(agency)]))
  return (
    <>
      <h1>{frame.title}</h1>
      {me && <p className="page-meta">{frame.signedInAs(me.name)}</p>}
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!isReady && <Skeleton height={480} label={t.loading} />}
      {isReady && (
        <>
          {mayDo(me, 'submission.read') && <WaitingSubmissions names={names} />}
          {data && (
            <>
              <Waited {...{ items: data.items, today: data.today, names, mayDeliver: agencies.mayAt }} />
              <Latest items={data.items} names={names} />
            </>
          )}
          {mayDo(me, 'import.read') && <Rejected names={names} />}
          {mayDo(me, 'link.create') && <EntryLinks names={names} />}
          {me?.kind === 'person' && <RemindMe />}
        </>
      )}
    </>
  )
}

function Waited({
  items,
  today,
  names,
  mayDeliver,
}: {
  items: readonly DueItem[]
  today: string
  names: ReadonlyMap<string, string>
  mayDeliver: (agency: string) => boolean
}) {
  const words = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: me } = useQuery(meQuery)
  if (items.length === 0) {
    return (
      <Notice kind="info" title={words.nothingExpected}>
        {mayDo(me, 'values.enter') && (
          <>
            <p>{words.nothingExpectedHint}</p>
            <div className="actions">
              <Link to={'/desk/import' as never} search={keep(search) as never} className="button">
                {words.byFile}
              </Link>
              <Link to="/desk/enter" search={keep(search)} className="button">
                {words.byForm}
              </Link>
            </div>
          </>
        )}
      </Notice>
    )
  }
  const byDay = (a: DueItem, b: DueItem) => (a.dueOn < b.dueOn ? -1 : 1)
  const isOpen = ({ state }: DueItem) => ['late', 'missing', 'partial', 'not-yet-due'].includes(state)
  const open = items.filter(isOpen).sort(byDay)
  const now = open.filter(({ dueOn }) => dueOn < today).reverse()
  const soon = open.filter(({ dueOn }) => dueOn >= today && dueOn <= addDays(today, SOON_DAYS))
  const list = (groups: readonly (readonly DueItem[])[]) => {
    const left = groups.slice(SHOWN).reduce((sum, { length }) => sum + length, 0)
    return (
      <>
        <DueRows groups={groups.slice(0, SHOWN)} {...{ today, names, mayDeliver }} />
        {left > 0 && <p className="muted">{words.more(left)}</p>}
      </>
    )
  }
  return (
    <>
      <section aria-labelledby="due-now">
        <h2 id="due-now">{words.now}</h2>
        {now.length === 0 ? <p>{words.nowNone}</p> : list(now.map((item) => [item]))}
      </section>
      <section aria-labelledby="due-soon">
        <h2 id="due-soon">{words.soon}</h2>
        {soon.length === 0 ? <p>{words.soonNone}</p> : list(withGroups(soon))}
      </section>
    </>
  )
}

function Latest({ items, names }: { items: readonly DueItem[]; names: ReadonlyMap<string, string> }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const came = items
    .filter(({ deliveredAt }) => deliveredAt !== null)
    .sort((a, b) => (a.deliveredAt! > b.deliveredAt! ? -1 : 1))
    .slice(0, LATEST)
  if (items.length === 0) return null
  return (
    <section aria-labelledby="due-latest">
      <h2 id="due-latest">{words.delivered}</h2>
      {came.length === 0 ? (
        <p>{words.deliveredNone}</p>
      ) : (
        <div className="table-scroll">
          <table className="due-table stacked">
            <caption className="visually-hidden">{words.delivered}</caption>
            <thead>
              <tr>
                <th scope="col">{words.agency}</th>
                <th scope="col">{words.dataset}</th>
                <th scope="col">{words.period}</th>
                <th scope="col">{words.when}</th>
              </tr>
            </thead>
            <tbody>
              {came.map((item) => (
                <tr key={`${item.agency}|${item.dataset}|${item.period}`}>
                  <th scope="row">{names.get(item.agency) ?? item.agency}</th>
                  <td data-label={words.dataset}>{words.datasets[item.dataset]}</td>
                  <td data-label={words.period}>{format.period(item.period)}</td>
                  <td data-label={words.when}>
                    {format.instant(item.deliveredAt!)}
                    {item.rows !== null && `, ${words.rows(format.number(item.rows))}`}
                    <br />
                    <DueState item={item} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Rejected({ names }: { names: ReadonlyMap<string, string> }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const { data } = useQuery(recentImportsQuery)
  const bad = data?.items.filter(({ result }) => (result.rejected ?? 0) > 0) ?? []
  if (!data || bad.length === 0) return null
  return (
    <section aria-labelledby="due-rejected">
      <h2 id="due-rejected">{words.rejected}</h2>
      <ul className="desk-rows">
        {bad.map((one) => (
          <li key={one.importId} className="desk-row">
            <p>
              {words.rejectedRows(one.result.rejected!, words.datasets[one.dataset] ?? one.dataset)}
              {one.agencies[0] && ` — ${names.get(one.agencies[0]) ?? one.agencies[0]}`},{' '}
              {format.instant(one.importedAt)}
            </p>
            <a href={`/api/v1/imports/${one.importId}/issues.csv`} download className="button">
              {words.download}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
