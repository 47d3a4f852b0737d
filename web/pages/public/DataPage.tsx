import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import { stateOf } from '#shared/i18n/state-of.ts'
import { type PeriodSpan, parsePeriod, periodOf, spanOf } from '#shared/time/period.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { indicatorsQuery } from '../../api/indicators.ts'
import { readingsQuery } from '../../api/readings.ts'
import { useLanguage } from '../../i18n.tsx'
import { INDICATOR_GROUPS } from '../../parts/indicator-groups.ts'
import { ChannelPicker } from '../../parts/PeriodPicker.tsx'
import { ReadingTable } from '../../parts/ReadingTable.tsx'
import { fileName } from '../../parts/SourceLine.tsx'
import { TakeAlong } from '../../parts/TakeAlong.tsx'
import { type ReadingsParameters, readingsUrl, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Command } from '../../ui/Command.tsx'
import { Field } from '../../ui/Field.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { periodsOf, type View } from '../../view.ts'
import { Failed } from '../sections/Failed.tsx'
import { WithView } from '../sections/WithView.tsx'

const PREVIEW = 50
const FIRST = 'median-working-days'
/** What the API answers besides readings, by the last part of its path. */
const ANSWERS = ['series', 'comparison', 'signals'] as const
/** What each reading may bring along. */
const INCLUDES = {
  signal: 'signal',
  change: 'change',
  targets: 'target,achievement,status',
  everything: 'signal,change,target,achievement,status',
} as const
const IMPORT_COMMAND = 'npx terukur import cases cases.csv --mapping mapping.json'

/** Take figures along: choose, look, download, cite; and how to deliver. */
export function DataPage() {
  const { t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: cards, error, refetch } = useQuery(indicatorsQuery)
  const card = cards?.find(({ id }) => id === search.indicator) ?? cards?.find(({ id }) => id === FIRST)
  useTitle(t.data)
  return (
    <>
      <h1>{t.data}</h1>
      <p className="page-meta">{t.dataPage.intro}</p>
      {error && !cards && <Failed error={error} retry={() => void refetch()} />}
      {!card && !error && <Skeleton height={720} label={t.loading} />}
      {cards && card && (
        <WithView key={card.id} hasPicker={false} indicator={card}>
          {(view) => <Builder view={view} card={card} cards={cards} />}
        </WithView>
      )}
      <section aria-labelledby="more" className="prose">
        <h2 id="more">{t.dataPage.document}</h2>
        <p>{t.dataPage.more}</p>
        <ul>
          {ANSWERS.map((answer) => (
            <li key={answer}>
              <a href={`/docs#/default/get_api_v1_${answer}`}>{t.dataPage[answer]}</a>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="deliver" className="prose">
        <h2 id="deliver">{t.dataPage.deliver}</h2>
        <p>
          <Link to="/desk/import" search={{ lang: search.lang }}>
            {t.dataPage.deliverWeb}
          </Link>
        </p>
        <p>{t.dataPage.deliverIntro}</p>
        <Command>{IMPORT_COMMAND}</Command>
      </section>
    </>
  )
}

/** The question, from the address of the page, with the first and the last period of what there is. */
function questionOf(search: ViewSearch, view: View, card: IndicatorItem): ReadingsParameters {
  const grain = view.grains.find((one) => one === search.grain) ?? view.grain
  const asked = (text: string | undefined) => (text ? parsePeriod(text) : null)
  const periods = periodsOf(view, grain)
  const at = (text: string | undefined, end: PeriodSpan, day: 'startsOn' | 'endsOn'): PeriodSpan => {
    const span = asked(text)
    if (!span) return end
    return grain === 'given' ? span : spanOf(span[day], grain)
  }
  const from = at(search.from, periods[0]!, 'startsOn')
  const to = at(search.to, periods.at(-1)!, 'endsOn')
  return {
    indicators: card.id,
    agency: search.agency,
    service: search.service,
    channel: hasChannel(card) ? view.channel : undefined,
    grain,
    from: from.startsOn,
    to: to.endsOn < from.endsOn ? from.endsOn : to.endsOn,
    include: Object.values(INCLUDES).find((one) => one === search.include),
  }
}

const hasChannel = ({ classification }: IndicatorItem): boolean =>
  classification.some(({ code }) => code === 'channel')

function Builder({
  view,
  card,
  cards,
}: {
  view: View
  card: IndicatorItem
  cards: readonly IndicatorItem[]
}) {
  const { t, words, format, nameOf, locale } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const { data: services = [] } = useQuery(servicesQuery)
  const [isCopied, setCopied] = useState(false)
  const question = questionOf(search, view, card)
  const { data, error, refetch, isPlaceholderData } = useQuery(readingsQuery(question))
  const go = (change: ViewSearch) => {
    setCopied(false)
    void navigate({ to: '.', search: { ...search, ...change } as never, resetScroll: false, replace: true })
  }
  const periods = periodsOf(view, question.grain)
  /** The period of the question that begins or ends on a day. */
  const named = (day: string, end: 'startsOn' | 'endsOn'): string =>
    question.grain === 'given'
      ? (periods.find((one) => one[end] === day)?.period ?? periods[0]!.period)
      : periodOf(day, question.grain)
  const url = new URL(readingsUrl(question), location.origin).href
  const labelOf = new Map([...agencies, ...services].map((one) => [one.code, nameOf(one)]))
  return (
    <>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <Field label={t.indicator}>
          {(id) => (
            <select
              id={id}
              value={question.indicators}
              onChange={(event) => go({ indicator: event.target.value })}
            >
              {INDICATOR_GROUPS.map((group) => (
                <optgroup key={group} label={words.groups[group]}>
                  {cards
                    .filter((one) => one.group === group)
                    .map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name[locale]}
                      </option>
                    ))}
                </optgroup>
              ))}
            </select>
          )}
        </Field>
        <Choice
          label={t.agency}
          value={search.agency}
          all={t.dataPage.together}
          each={t.dataPage.everyAgency}
          options={agencies.map((one) => [one.code, nameOf(one)])}
          choose={(agency) => go({ agency })}
        />
        <Choice
          label={t.service}
          value={search.service}
          all={t.dataPage.together}
          each={t.dataPage.everyService}
          options={services.map((one) => [one.code, nameOf(one)])}
          choose={(service) => go({ service })}
        />
        {hasChannel(card) && <ChannelPicker value={view.channel} choose={(channel) => go({ channel })} />}
        <Field label={t.grain}>
          {(id) => (
            <select id={id} value={question.grain} onChange={(event) => go({ grain: event.target.value })}>
              {view.grains.map((grain) => (
                <option key={grain} value={grain}>
                  {t.grains[grain]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <PeriodChoice
          label={t.dataPage.from}
          value={named(question.from, 'startsOn')}
          periods={periods}
          choose={(from) => go({ from })}
        />
        <PeriodChoice
          label={t.dataPage.to}
          value={named(question.to, 'endsOn')}
          periods={periods.filter(({ startsOn }) => startsOn >= question.from)}
          choose={(to) => go({ to })}
        />
        <Field label={t.dataPage.include}>
          {(id) => (
            <select
              id={id}
              value={question.include ?? ''}
              onChange={(event) => go({ include: event.target.value || undefined })}
            >
              <option value="">–</option>
              {Object.entries(INCLUDES).map(([name, value]) => (
                <option key={name} value={value}>
                  {t.dataPage[name as keyof typeof INCLUDES]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </form>
      <p className="actions">
        <a
          className="button"
          href={readingsUrl(question, 'csv')}
          download={fileName(data ?? { demo: false }, 'csv')}
        >
          {t.dataPage.csv}
        </a>
        <a
          className="button"
          href={readingsUrl(question)}
          download={fileName(data ?? { demo: false }, 'json')}
        >
          {t.dataPage.json}
        </a>
      </p>
      <TakeAlong question={readingsUrl(question)} data={data ?? { asOf: null, demo: false }} />
      <p className="page-meta">
        {t.dataPage.address}: <code className="address">{url}</code>{' '}
        {/* Browsers lend the clipboard to safe connections only. */}
        {navigator.clipboard && (
          <button
            type="button"
            className="quiet"
            onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}
          >
            {isCopied ? t.dataPage.copied : t.dataPage.copy}
          </button>
        )}
      </p>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={400} label={t.loading} />}
      {data && (
        <div aria-busy={isPlaceholderData}>
          <p className="muted" role="status">
            {t.dataPage.rows(format.number(data.readings.length))}
            {data.readings.length > PREVIEW && `; ${t.dataPage.firstRows(format.number(PREVIEW))}`}
          </p>
          <section className="table-scroll" aria-label={t.data} tabIndex={0}>
            <ReadingTable
              readings={data.readings.slice(0, PREVIEW)}
              caption={t.data}
              head={t.dataPage.row}
              label={(reading) =>
                [reading.agency, reading.service]
                  .filter((code) => code !== null)
                  .map((code) => labelOf.get(code) ?? code)
                  .concat(format.period(reading.period))
                  .join(', ')
              }
            />
          </section>
          {data.asOf && (
            <p className="muted">
              {t.dataPage.cite}: {t.dataPage.citation(stateOf(t, data), format.instant(data.asOf))}
            </p>
          )}
        </div>
      )}
    </>
  )
}

/** A period of those there are, or the one the address names. */
function PeriodChoice({
  label,
  value,
  periods,
  choose,
}: {
  label: string
  value: string
  periods: readonly PeriodSpan[]
  choose: (period: string) => void
}) {
  const { format } = useLanguage()
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} value={value} onChange={(event) => choose(event.target.value)}>
          {periods.every(({ period }) => period !== value) && (
            <option value={value}>{format.period(value)}</option>
          )}
          {periods.map(({ period }) => (
            <option key={period} value={period}>
              {format.period(period)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface ChoiceProps {
  label: string
  value: string | undefined
  all: string
  each: string
  options: readonly (readonly [string, string])[]
  choose: (value: string | undefined) => void
}

/** All together, each, or one of many. */
function Choice({ label, value, all, each, options, choose }: ChoiceProps) {
  return (
    <Field label={label}>
      {(id) => (
        <select id={id} value={value ?? ''} onChange={(event) => choose(event.target.value || undefined)}>
          <option value="">{all}</option>
          <option value="*">{each}</option>
          {options.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
