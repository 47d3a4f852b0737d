import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { FigureChange } from '#shared/contract/release.ts'
import type { ReleaseCheck } from '#shared/contract/release-desk.ts'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { submissions as submissionsEn } from '#shared/i18n/en/desk/submissions.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { submissions as submissionsId } from '#shared/i18n/id/desk/submissions.ts'
import { agenciesQuery, servicesQuery } from '../../../api/entities.ts'
import { indicatorsQuery } from '../../../api/indicators.ts'
import { submissionsQuery } from '../../../api/submissions.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'

/** What a release would hold and leave out, beside the one before. */
export function CheckList({ check }: { check: ReleaseCheck }) {
  const words = useWords({ id, en }).freeze
  const { words: indicators, format } = useLanguage()
  const nameOf = useAgencyNames()
  const serviceName = useServiceNames()
  const { coverage, breaks, signals, suppression, differences } = check
  const figure = (of: {
    indicator: string | null
    agency: string | null
    service: string | null
    period: string | null
  }) =>
    [
      of.indicator && (indicators.list[of.indicator]?.name ?? of.indicator),
      of.service && serviceName(of.service),
      of.agency === null ? words.everything : nameOf(of.agency),
      of.period && format.period(of.period),
    ]
      .filter(Boolean)
      .join(', ')
  const more = (count: number, shown: number) =>
    count > shown && <p className="muted">{words.more(format.number(count))}</p>
  return (
    <>
      <Part id="check-coverage" title={words.coverage}>
        <p>
          {coverage.months.length === 0
            ? words.noNewMonths
            : words.covered({
                complete: coverage.complete,
                agencies: coverage.agencies,
                months: spanOfMonths(coverage.months, format.period),
              })}
        </p>
        {coverage.stays.length > 0 && <p>{words.stays(coverage.stays.map(nameOf).join(', '))}</p>}
        <NotAccepted months={coverage.months} />
      </Part>
      <Part
        id="check-differences"
        title={check.previous === null ? words.differs : words.differsFrom(check.previous)}
      >
        <p>
          {differences.count === 0
            ? words.differencesNone
            : words.differences(format.number(differences.count))}
        </p>
        {differences.items.length > 0 && <Differences items={differences.items} figure={figure} />}
        {more(differences.count, differences.items.length)}
      </Part>
      <Part id="check-breaks" title={words.breaks}>
        {breaks.count === 0 && <p>{words.breaksNone}</p>}
        <ul className="desk-list">
          {breaks.items.map((one) => (
            <li key={`${figure(one)}|${one.service}`}>
              {figure(one)}
              {one.note && `: ${one.note}`}
            </li>
          ))}
        </ul>
        {more(breaks.count, breaks.items.length)}
      </Part>
      <Part id="check-signals" title={words.signals}>
        {signals.count === 0 && <p>{words.signalsNone}</p>}
        {signals.count > 0 && (
          <details className="desk-more">
            <summary>{words.signalsCount(format.number(signals.count))}</summary>
            <ul className="desk-list">
              {signals.items.map((one) => (
                <li key={`${figure(one)}|${one.service}|${one.sentence}`}>
                  {figure(one)}: {one.sentence}
                </li>
              ))}
            </ul>
          </details>
        )}
        {more(signals.count, signals.items.length)}
      </Part>
      <Part id="check-suppression" title={words.suppression}>
        <p>
          {words.hidden({
            hidden: format.number(suppression.hidden),
            newly: format.number(suppression.newlyHidden),
          })}
        </p>
      </Part>
    </>
  )
}

function Part({ id: anchor, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={anchor}>
      <h2 id={anchor}>{title}</h2>
      {children}
    </section>
  )
}

/** What agencies are called in the language of the page. */
export function useAgencyNames(): (code: string) => string {
  const { nameOf } = useLanguage()
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const names = new Map(agencies.map((agency) => [agency.code, nameOf(agency)]))
  return (code) => names.get(code) ?? code
}

/** What services are called in the language of the page. */
function useServiceNames(): (code: string) => string {
  const { nameOf } = useLanguage()
  const { data: services = [] } = useQuery(servicesQuery)
  const names = new Map(services.map((service) => [service.code, nameOf(service)]))
  return (code) => names.get(code) ?? code
}

/** Of a first release these are years of months: its ends say enough. */
const spanOfMonths = (months: readonly string[], say: (month: string) => string): string =>
  months.length <= 3 ? months.map(say).join(', ') : `${say(months[0]!)} – ${say(months.at(-1)!)}`

/** How the month of an agency stands, in a word; undefined while that is not known. */
export function useStateWord(): (agency: string, month: string) => string | undefined {
  const { states } = useWords({ id: submissionsId, en: submissionsEn })
  const { data } = useQuery(submissionsQuery(3))
  const found = new Map(data?.items.map((item) => [`${item.agency} ${item.month}`, states[item.state]]))
  return (agency, month) => found.get(`${agency} ${month}`)
}

/** How many of the new months no steward has accepted: what was submitted waits for the decision and is left out until
 *  then, what was not is released. */
function NotAccepted({ months }: { months: readonly string[] }) {
  const words = useWords({ id, en }).freeze
  const { data } = useQuery(submissionsQuery(3))
  const items = data?.items.filter(({ month }) => months.includes(month)) ?? []
  const undecided = items.filter(({ state }) => state === 'submitted' || state === 'change-requested').length
  const open = items.filter(
    ({ state, hasChanged }) => state === 'delivered' || (state === 'accepted' && hasChanged),
  ).length
  return (
    <>
      {undecided > 0 && <p>{words.undecided(undecided)}</p>}
      {open > 0 && <p>{words.notSubmitted(open)}</p>}
    </>
  )
}

function Differences({
  items,
  figure,
}: {
  items: readonly FigureChange[]
  figure: (of: FigureChange) => string
}) {
  const words = useWords({ id, en }).freeze
  const { words: indicators, format } = useLanguage()
  const { data: definitions = [] } = useQuery(indicatorsQuery)
  const units = new Map(definitions.map((one) => [one.id, one.unit]))
  const said = (indicator: string, { value, missing }: FigureChange['old']) =>
    value === null
      ? (indicators.missing[(missing ?? 'not-reported') as keyof typeof indicators.missing] ?? '–')
      : format.value(units.get(indicator) ?? 'number', value)
  return (
    <section className="table-scroll" aria-label={words.differs} tabIndex={0}>
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">{words.figure}</th>
            <th scope="col">{words.before}</th>
            <th scope="col">{words.after}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={`${item.indicator}|${item.agency}|${item.service}|${item.grain}|${item.period}`}>
              <th scope="row">{figure(item)}</th>
              <td>{said(item.indicator, item.old)}</td>
              <td>{said(item.indicator, item.new)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
