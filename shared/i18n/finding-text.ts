import type { SealFault } from '#shared/proof/check-seal.ts'
import type { Difference } from '#shared/proof/compare-point.ts'
import type { FigureName, Finding, ManifestDifference } from '#shared/proof/findings.ts'
import type { ShownFinding } from '#shared/proof/shown.ts'
import type { ProofTexts } from './id/proof.ts'

/** A finding in words: where it is, and what is wrong there. */
export function findingText(texts: ProofTexts, finding: Finding): string {
  const isSeal = (code: Finding['code']): code is SealFault => code in texts.seal
  const { code, part } = finding
  const line = 'line' in finding && finding.line > 0 ? `, ${texts.inLine(finding.line)}` : ''
  const what = isSeal(code) ? texts.seal[code] : texts.findings[code]
  const figure = 'figure' in finding ? ` ${figureText(finding.figure)}.` : ''
  const differences =
    'differences' in finding
      ? ` ${finding.differences.map((one) => differenceText(texts, one)).join('; ')}.`
      : ''
  return `${part}${line}: ${what}${figure}${differences}`
}

/** The same of what a server shows. */
export function shownText(
  texts: ProofTexts,
  { code, part, figure, differences, count }: ShownFinding,
): string {
  if (code === 'shown-more') return `${part}: ${texts.more(count ?? 0)}`
  const place = figure ? ` ${figureText(figure)}.` : ''
  const all = (differences ?? []).map(({ field, shown, signed }) =>
    texts.shows((texts.fields as Record<string, string>)[field] ?? field, said(shown), said(signed)),
  )
  return `${part}: ${texts.shownFaults[code]}${place}${all.length > 0 ? ` ${all.join('; ')}.` : ''}`
}

const figureText = ({ indicator, agency, service, period }: FigureName): string =>
  [indicator, agency ?? '*', service ?? '*', period].join(' / ')

export const differenceText = (
  { fields, differs }: ProofTexts,
  { field, published, recomputed }: Difference | ManifestDifference,
): string => differs(fields[field], said(published), said(recomputed))

const said = (value: number | string | null): string => (value === null || value === '' ? '–' : String(value))
