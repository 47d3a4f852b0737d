import { quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { UNITS } from '#shared/measure/measure.ts'
import type { KnownWords } from './datasets/fields.ts'
import { barePercent, isPercent } from './number-sql.ts'

// Figures of any indicator in one column: what is a share is kept as 0.875, whether the file writes that, 87.5 %, or
// 87.5 where the mapping says that its shares are percent. Of which unit a figure is, its indicator says.

/** Units in which 87.5 % is 87.5. In others it is no number: 5 % of days, of rupiah or of cases says nothing. */
const AS_WRITTEN = ['percent', 'number', 'index', 'score']

/** SQL over the texts of a row (`x_…`) of the unit of its indicator; null where nobody has said it.
 *  @param described SQL of the unit that the file says of an indicator which it brings */
export function figureUnit(indicators: KnownWords['indicators'], described: string): string {
  const builtIn = new Set<string>(INDICATORS.map(({ id }) => id))
  const known = [
    ...INDICATORS.map(({ id, unit }) => ({ name: id as string, unit })),
    ...indicators
      .filter(({ code }) => !builtIn.has(code))
      .flatMap(({ code, name, unit }) =>
        unit ? [...new Set([code, name])].map((one) => ({ name: one, unit })) : [],
      ),
  ]
  const branches = UNITS.flatMap((unit) => {
    const names = known.filter((one) => one.unit === unit).map(({ name }) => quote(name))
    return names.length > 0 ? [`when "x_indicator" in (${names.join(', ')}) then ${quote(unit)}`] : []
  })
  return `case ${branches.join(' ')} else ${described} end`
}

/** SQL of the text of a figure in its unit: a share of percent is that number with the exponent of hundredths. */
export function figureText(text: string, unit: string, mapping: Mapping): string {
  const sign = isPercent(text)
  const isHundredths =
    mapping.format?.shares === 'percent' ? `${unit} = 'ratio'` : `${unit} = 'ratio' and ${sign}`
  const units = AS_WRITTEN.map(quote).join(', ')
  return `case when ${isHundredths} then ${barePercent(text)} || 'e-2'
    when ${sign} and coalesce(${unit} in (${units}), true) then ${barePercent(text)} else ${text} end`
}
