import { proof as proofEn } from '#shared/i18n/en/proof.ts'
import { verifyPage as en } from '#shared/i18n/en/verify-page.ts'
import type { Formats } from '#shared/i18n/formats.ts'
import { proof as proofId } from '#shared/i18n/id/proof.ts'
import { verifyPage as id } from '#shared/i18n/id/verify-page.ts'
import type { ExplainedFigure } from '#shared/proof/explain-figure.ts'
import type { FigureName } from '#shared/proof/findings.ts'
import { useLanguage, useWords } from '../../i18n.tsx'

export type Seen = keyof typeof id.verdicts

/** What is to be said of a figure, in one word of the texts. */
export function verdictOf({ verdict, published, recomputed, seal, chain, parts }: ExplainedFigure): Seen {
  if (!published) return recomputed && recomputed.measure.value !== null ? 'missing' : 'absent'
  if (verdict === null || Array.isArray(verdict)) return 'differs'
  if (verdict === 'on-hidden') return 'onHidden'
  const isSound =
    seal.length === 0 &&
    (chain === null || chain === 'first') &&
    parts.every(({ named, found }) => named === found)
  return isSound ? verdict : 'unsound'
}

const FIELDS = ['value', 'n', 'numerator', 'denominator', 'low', 'high'] as const

/** The formula with numbers put in, and what was published beside what came out. */
export function FigureResult({ of, figure }: { of: ExplainedFigure; figure: FigureName }) {
  const words = useWords({ id, en })
  const { fields } = useWords({ id: proofId, en: proofEn })
  const { format, words: indicatorWords } = useLanguage()
  const { recomputed, published, definition } = of
  if (!recomputed || !definition) return null
  const { measure } = recomputed
  const number = (value: number | null | undefined) => (value == null ? '–' : format.number(value, 6))
  const reason = (missing: string | null | undefined) =>
    missing ? (indicatorWords.missing[missing as keyof typeof indicatorWords.missing] ?? missing) : '–'
  const formula = withNumbers(of, format)
  const isHidden = published?.[7] === 'too-few'
  return (
    <>
      {formula && !isHidden && (
        <p>
          {words.withNumbers}: <span className="proof-formula">{formula}</span>
        </p>
      )}
      <section className="table-scroll" tabIndex={0} aria-label={words.steps.result}>
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.published}</th>
              <th scope="col">{words.recomputed}</th>
            </tr>
          </thead>
          <tbody>
            {FIELDS.map((field, i) => (
              <tr key={field}>
                <th scope="row">{fields[field]}</th>
                <td>{number(published?.[i + 1] as number | null | undefined)}</td>
                <td>{isHidden ? '–' : number(measure[field])}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{fields.missing}</th>
              <td>{reason(published?.[7])}</td>
              <td>{isHidden ? '–' : reason(measure.missing)}</td>
            </tr>
          </tbody>
        </table>
      </section>
      {of.line !== null && (
        <p className="muted">
          {words.line(`readings/${figure.agency ?? 'together'}.ndjson`, format.number(of.line))}
        </p>
      )}
    </>
  )
}

/** `45 ÷ 60 = 0.75`; null where the table says all there is. */
function withNumbers({ definition, recomputed }: ExplainedFigure, format: Formats): string | null {
  const { measure } = recomputed!
  if (measure.value === null || recomputed!.given) return null
  const { method } = definition!
  const number = (value: number | null) => (value === null ? '–' : format.number(value, 6))
  const { numerator, denominator, value, n } = measure
  switch (method.kind) {
    case 'ratio':
      return `${number(numerator)} ÷ ${number(denominator)} = ${number(value)}`
    case 'rate':
      return `${number(numerator)} ÷ ${number((denominator ?? 0) * method.per)} × ${number(method.per)} = ${number(value)}`
    case 'mean':
      return method.showsParts ? `${number(numerator)} ÷ ${number(denominator)} = ${number(value)}` : null
    case 'quantile':
      return `Q${number(method.p * 100)} (n = ${number(n)}) = ${number(value)}`
    case 'index': {
      const { survey } = recomputed!.cell
      const means = method.of.flatMap((name) => {
        const sums = survey?.measures[name.replace('survey.', '') as keyof typeof survey.measures]
        return sums && sums.weight > 0 ? [format.number(sums.sum / sums.weight, 3)] : []
      })
      return `(${means.join(' + ')}) ÷ ${means.length} × ${method.factor} = ${number(value)}`
    }
    default:
      return null
  }
}
