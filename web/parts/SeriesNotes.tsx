import { Link, useSearch } from '@tanstack/react-router'
import type { Series } from '#shared/contract/series.ts'
import { useLanguage } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'
import { targetText } from './target-text.ts'
import { WhyAssured, WhyMarked } from './WhyMarked.tsx'

/** Steps of a target that are said in words: the latest. */
const STEPS = 4

/** What a control chart says beside its line: the latest run, the target and whether it can be met, what happened. */
export function SeriesNotes({ series }: { series: Series }) {
  const language = useLanguage()
  const { t, format, locale } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const {
    points,
    runs,
    assurance,
    isOvertaken,
    targets,
    annotations,
    segments,
    suggestion,
    direction,
    unit,
  } = series
  const last = points.findLast(({ value }) => value !== null)
  const run = runs.find(({ number }) => number === last?.run)
  return (
    <div className="series-notes">
      <div className="card-marks">
        {last?.variation && (
          <WhyMarked
            marked={{ variation: last.variation, rule: last.rule, run: run ?? null }}
            direction={direction}
          />
        )}
        {assurance && !isOvertaken && <WhyAssured assurance={assurance} />}
        {targets.length > 0 && (
          <span className="target-note">
            <svg width={24} height={10} aria-hidden="true">
              <line className="target-line" x1={0} x2={24} y1={5} y2={5} />
            </svg>
            <span>
              {t.control.target}:{' '}
              {targets
                .slice(-STEPS)
                .map(({ target }) => {
                  const aside = target.provenance === 'placeholder' ? `, ${t.control.placeholder}` : ''
                  return `${targetText(language, unit, target)} (${format.period(target.period)}${aside})`
                })
                .join('; ')}
            </span>
          </span>
        )}
      </div>
      {annotations.length > 0 && (
        <ol className="annotations" aria-label={t.control.notes}>
          {annotations.map(({ number, on, text, innovation }) => (
            <li key={number} value={number}>
              {format.date(on)}:{' '}
              {innovation ? (
                <Link to="/innovations/$id" params={{ id: innovation }} search={keep(search)}>
                  {text[locale]}
                </Link>
              ) : (
                text[locale]
              )}
            </li>
          ))}
        </ol>
      )}
      {segments
        .filter(({ reason }) => reason !== null)
        .map(({ number, from, decidedBy, reason }) => (
          <p key={number} className="figure-notes">
            {t.control.rebaselined(format.period(from), decidedBy ?? '–', reason!)}
          </p>
        ))}
      {suggestion && (
        <p className="figure-notes">
          {t.control.suggestion(format.period(suggestion.from), format.number(suggestion.points))}
        </p>
      )}
    </div>
  )
}
