import type { SurveyResults } from '#shared/contract/survey-results.ts'
import { survey as en } from '#shared/i18n/en/desk/survey.ts'
import { survey as id } from '#shared/i18n/id/desk/survey.ts'
import { DotPlot } from '../../charts/dots/DotPlot.tsx'
import { useLanguage, useWords } from '../../i18n.tsx'

/** The index with how sure it is, and the nine elements that it is made of. */
export function SurveyElements({ results }: { results: SurveyResults }) {
  const words = useWords({ id, en })
  const { t, words: names, format } = useLanguage()
  const { index, elements, sample, isIndicative, incomplete, period } = results
  const range = (of: { low: number | null; high: number | null }, unit: 'index' | 'score') =>
    of.low === null || of.high === null ? t.noInterval : format.interval(unit, of.low, of.high)
  return (
    <>
      <section aria-labelledby="index">
        <h2 id="index">
          {words.index}, {format.period(period)}
        </h2>
        <p className="survey-index">
          <strong>{index.value === null ? '–' : format.value('index', index.value)}</strong>{' '}
          {[index.grade && `${words.grade} ${index.grade}`, `95%: ${range(index, 'index')}`]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p>
          {words.respondents(format.number(index.n ?? 0))}.{' '}
          {sample
            ? words.sample(
                format.number(sample.respondents),
                format.number(sample.required),
                format.number(sample.population),
                format.period(sample.populationPeriod),
              )
            : words.noSample}{' '}
          <strong>{isIndicative ? words.indicative : words.enough}</strong>
        </p>
        {sample && (
          <progress
            className="survey-heard"
            aria-label={words.people}
            value={Math.min(sample.respondents, sample.required)}
            max={Math.max(sample.required, 1)}
          />
        )}
        {incomplete !== null && incomplete > 0 && <p>{words.incomplete(format.number(incomplete))}</p>}
        {index.withoutCost !== null && <p>{words.withoutCost(format.value('index', index.withoutCost))}</p>}
      </section>
      <section aria-labelledby="elements">
        <h2 id="elements">{words.elements}</h2>
        <DotPlot
          domain={[1, 4]}
          dots={elements.map((one) => ({
            label: names.elements[one.element],
            value: one.value,
            low: one.low,
            high: one.high,
            text: one.value === null ? '–' : format.value('score', one.value),
          }))}
        />
        <section className="table-scroll" aria-label={words.elements} tabIndex={0}>
          <table className="numbers">
            <caption className="visually-hidden">{words.elements}</caption>
            <thead>
              <tr>
                <th scope="col">{words.element}</th>
                <th scope="col">{t.value}</th>
                <th scope="col">{words.grade}</th>
                <th scope="col">{t.interval}</th>
                <th scope="col">{t.n}</th>
              </tr>
            </thead>
            <tbody>
              {elements.map((one) => (
                <tr key={one.element}>
                  <th scope="row">{names.elements[one.element]}</th>
                  <td>{one.value === null ? '–' : format.value('score', one.value)}</td>
                  <td>{one.grade ?? '–'}</td>
                  <td>{one.value === null ? '–' : range(one, 'score')}</td>
                  <td>{one.n === null ? '–' : format.number(one.n)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </section>
    </>
  )
}
