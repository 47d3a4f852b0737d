import type { FigureChange } from '#shared/contract/figure-change.ts'
import { imports as en } from '#shared/i18n/en/desk/import.ts'
import { imports as id } from '#shared/i18n/id/desk/import.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'

/** Said in words; the rest stands in the table. */
const SENTENCES = 4
const AGENCIES = 5

/** What the import changes in the figures: in words first, all of it in a table. */
export function Effects({
  changes,
  agenciesLeftOut,
}: {
  changes: readonly FigureChange[]
  agenciesLeftOut: number
}) {
  const words = useWords({ id, en })
  const { format, words: indicators } = useLanguage()
  const nameOf = (change: FigureChange) => indicators.list[change.indicator]?.name ?? change.indicator
  const shown = ({ unit }: FigureChange, value: number | null) =>
    value === null ? '–' : format.value(unit, value)
  const sentence = (change: FigureChange) => {
    const [what, period] = [nameOf(change), format.period(change.period)]
    const { before, after } = change
    if (before === null) return words.effectNew(what, period, shown(change, after))
    if (after === null) return words.effectGone(what, period, shown(change, before))
    return words.effectMoved(what, period, shown(change, before), shown(change, after))
  }
  const byAgency = [...Map.groupBy(changes, ({ agency }) => agency).values()]
  const told = byAgency.slice(0, AGENCIES).map((own) => own.slice(0, SENTENCES))
  const left = changes.length - told.flat().length
  return (
    <section aria-labelledby="effects">
      <h3 id="effects">{words.effectTitle}</h3>
      {changes.length === 0 && <p>{words.effectNone}</p>}
      {told.map((own) => (
        <div key={own[0]!.agency}>
          <p className="import-severity">{own[0]!.agencyName}</p>
          <ul className="import-effects">
            {own.map((change) => (
              <li key={`${change.indicator} ${change.period}`}>{sentence(change)}</li>
            ))}
          </ul>
        </div>
      ))}
      {changes.length > 0 && (
        <details className="import-more">
          <summary>{left > 0 ? words.effectMore(format.number(left)) : words.effectTable}</summary>
          <section className="table-scroll" tabIndex={0} aria-label={words.effectTitle}>
            <table className="import-preview">
              <thead>
                <tr>
                  {[words.agency, words.figure, words.period, words.before, words.after].map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => (
                  <tr key={`${change.agency} ${change.indicator} ${change.period}`}>
                    <th scope="row">{change.agencyName}</th>
                    <td>{nameOf(change)}</td>
                    <td>{format.period(change.period)}</td>
                    <td>{shown(change, change.before)}</td>
                    <td>{shown(change, change.after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      )}
      {agenciesLeftOut > 0 && <p>{words.effectLeftOut(format.number(agenciesLeftOut))}</p>}
    </section>
  )
}
