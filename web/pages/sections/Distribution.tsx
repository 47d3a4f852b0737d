import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { Distribution as Spread } from '#shared/contract/distribution.ts'
import { durationUnit, type Formats } from '#shared/i18n/formats.ts'
import { stateOf } from '#shared/i18n/state-of.ts'
import { distributionQuery } from '../../api/distribution.ts'
import { Figure } from '../../charts/Figure.tsx'
import { useLanguage } from '../../i18n.tsx'
import { TakeAlong } from '../../parts/TakeAlong.tsx'
import { distributionUrl } from '../../paths.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { channelOf, type Scope, type View } from '../../view.ts'
import { Failed } from './Failed.tsx'

const HistogramChart = lazy(() => import('../../charts/histogram/HistogramChart.tsx'))
const HEIGHT = 240

/** How long cases took that were completed in the period: how many in each class of time. */
export function Distribution({ view, scope, scopeName }: { view: View; scope: Scope; scopeName: string }) {
  const { t, words, format } = useLanguage()
  const question = { ...scope, channel: view.channel, period: view.span.period }
  const { data, error, refetch, isPlaceholderData } = useQuery(distributionQuery(question))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={HEIGHT + 160} label={t.loading} />
  const subject = t.chart.distribution
  // Nine in ten of fewer than ten would be all of them.
  const title =
    data.nineTenths === null || data.n < 10
      ? subject
      : t.chart.nineOfTen(format.value(data.unit, data.nineTenths), format.period(data.period))
  const { unitName, range } = classWords(data, format)
  const channel = channelOf(data.asked)
  const isEmpty = data.classes.length === 0
  return (
    <Figure
      title={title}
      subtitle={[
        subject,
        !isEmpty && unitName,
        scopeName,
        channel && t.throughChannel(words.channels[channel]),
        format.period(data.period),
      ]
        .filter(Boolean)
        .join(' · ')}
      {...(!isEmpty && { hint: t.chart.keyboard })}
      notes={[t.chart.cases(format.number(data.n)), ...(data.isApproximate ? [words.flags.approximate] : [])]}
      source={
        <>
          <span className="source-said">
            {t.source}: Terukur, {stateOf(t, view)}.
          </span>{' '}
          <a href={distributionUrl(data.asked)}>JSON</a>
          <TakeAlong question={distributionUrl(data.asked)} data={{ ...view, asOf: null }} withCsv />
        </>
      }
      isBusy={isPlaceholderData}
      tableLabel={t.chart.table}
      height={isEmpty ? 0 : HEIGHT}
      table={
        <table className="numbers">
          <caption className="visually-hidden">{subject}</caption>
          <thead>
            <tr>
              <th scope="col">{t.chart.time}</th>
              <th scope="col">{words.list.completed!.name}</th>
            </tr>
          </thead>
          <tbody>
            {data.classes.map((one) => (
              <tr key={one.from}>
                <th scope="row">
                  {range(one)} {unitName}
                </th>
                <td>{format.number(one.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    >
      {isEmpty ? (
        <Notice kind="info" title={t.chart.empty} />
      ) : (
        <Suspense fallback={<Skeleton height={HEIGHT} label={t.loading} />}>
          <HistogramChart
            title={subject}
            description={title}
            number={format.number}
            bars={data.classes.map((one) => ({
              label: range(one),
              text: `${range(one)} ${unitName}: ${format.number(one.count)}`,
              count: one.count,
            }))}
          />
        </Suspense>
      )}
    </Figure>
  )
}

/** Classes in words of one unit: the one that suits the longest. Working days are whole, so a class names its last day. */
function classWords(
  { unit, classes }: Spread,
  { value, number }: Formats,
): { unitName: string; range: (one: Spread['classes'][number]) => string } {
  const longest = classes.at(-1)?.from ?? 0
  const divisor = unit === 'days' ? 1 : durationUnit(longest)[1]
  return {
    unitName: value(unit, unit === 'days' ? 2 : divisor * 2).replace(/^[\d.,\s]+/, ''),
    range({ from, to }) {
      const say = (edge: number) => number(edge, 2)
      const start = from / divisor
      if (to === null) return `≥ ${say(start)}`
      const end = to / divisor
      if (unit === 'seconds') return `${say(start)}–<${say(end)}`
      return end - start === 1 ? say(start) : `${say(start)}–${say(end - 1)}`
    },
  }
}
