import { Link, useSearch } from '@tanstack/react-router'
import type { SignalItem } from '#shared/contract/signals.ts'
import type { Explanation } from '#shared/contract/target.ts'
import { useLanguage } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'
import { Said } from './Said.tsx'
import { WhyAssured, WhyMarked } from './WhyMarked.tsx'

/** One thing that changed: where, what, since when, by which rule, and what the agency says of a target missed
 *  meanwhile. `name`: of the agency; null: all together. */
export function SignalEntry({
  item,
  name,
  explanation,
}: {
  item: SignalItem
  name: string | null
  explanation?: Explanation | undefined
}) {
  const { t, words, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { agency, indicator, from, to, latest } = item
  const view = { ...keep(search), period: latest.period, channel: undefined }
  return (
    <li className="signal">
      <h2 className="signal-head">
        {agency === null ? (
          <Link to="/" search={view}>
            {t.signals.everything}
          </Link>
        ) : (
          <Link to="/agencies/$code" params={{ code: agency }} search={view}>
            {name}
          </Link>
        )}
      </h2>
      <p className="signal-when muted">
        <Link to="/indicators/$id" params={{ id: indicator }} search={view}>
          {words.list[indicator]!.name}
        </Link>
        {' · '}
        {from === to ? format.period(from) : `${format.period(from)} – ${format.period(to)}`}
        {' · '}
        {item.isStanding ? t.signals.standing : t.signals.over}
      </p>
      <p>{item.sentence}</p>
      {explanation && <Said explanation={explanation} />}
      <div className="card-marks">
        <WhyMarked
          marked={{ variation: item.variation, rule: item.rule, run: { from, to } }}
          direction={item.direction}
        />
        {item.assurance && item.isStanding && !item.isOvertaken && <WhyAssured assurance={item.assurance} />}
      </div>
    </li>
  )
}
