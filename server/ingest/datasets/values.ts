import { quote } from '#server/db/import-engine.ts'
import { FLOW_RATIOS } from '#shared/indicators/given.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { DIRECTIONS, UNITS } from '#shared/measure/measure.ts'
import { ADDS } from '#shared/rollups/given.ts'
import { figureUnit } from '../figure-texts.ts'
import type { DatasetReader, KnownWords } from './fields.ts'

// Figures that an agency added up itself.

/** Built-in indicators that cannot exceed one. */
const SHARES = INDICATORS.filter(({ id, unit }) => unit === 'ratio' && !FLOW_RATIOS.has(id)).map(
  ({ id }) => id,
)

const isShare = `(indicator in (${SHARES.map(quote).join(', ')}) or indicator_unit = 'ratio')`

export const values = ({ indicators }: KnownWords): DatasetReader => ({
  fields: [
    { name: 'agency', isRequired: true, kind: { type: 'text' } },
    { name: 'service', isRequired: false, kind: { type: 'text' } },
    { name: 'indicator', isRequired: true, kind: { type: 'text' } },
    { name: 'period', isRequired: true, kind: { type: 'period' } },
    { name: 'value', isRequired: false, kind: { type: 'number', isFigure: true, tellsNotApplicable: true } },
    { name: 'numerator', isRequired: false, kind: { type: 'number', tellsNotApplicable: true } },
    { name: 'denominator', isRequired: false, kind: { type: 'number', min: 0, tellsNotApplicable: true } },
    { name: 'weight', isRequired: false, kind: { type: 'number', min: 0 } },
    { name: 'agencyName', isRequired: false, kind: { type: 'text' } },
    { name: 'serviceName', isRequired: false, kind: { type: 'text' } },
    { name: 'indicatorName', isRequired: false, kind: { type: 'text' } },
    { name: 'indicatorUnit', isRequired: false, kind: { type: 'choice', choices: UNITS } },
    { name: 'indicatorDirection', isRequired: false, kind: { type: 'choice', choices: DIRECTIONS } },
    { name: 'indicatorAdds', isRequired: false, kind: { type: 'choice', choices: ADDS } },
  ],
  key: ['service_index', 'indicator', 'period'],
  span: () => ({ from: 'period_from', to: 'period_to' }),
  figureUnit: figureUnit(indicators, '"x_indicatorUnit"'),
  isIndicatorCreatable: true,
  errors: [
    {
      code: 'required-missing',
      field: 'value',
      // What could not be read is told as such.
      condition: `value is null and (numerator is null or denominator is null) and bad_value is null
        and bad_numerator is null and bad_denominator is null
        and not (na_value or na_numerator or na_denominator)`,
      value: null,
    },
  ],
  warnings: () => [
    ...[
      { field: 'numerator', isAbove: 'numerator > denominator' },
      { field: 'value', isAbove: 'numerator is null and value > 1' },
    ].map(({ field, isAbove }) => ({
      code: 'ratio-above-one' as const,
      field,
      condition: `coalesce(${isShare} and ${isAbove}, false)`,
      isFlag: true,
    })),
  ],
  ready: [
    'period_grain',
    'period_from',
    'period_to',
    'value',
    'numerator',
    'denominator',
    'weight',
    `case when na_value or na_numerator or na_denominator then 'not-applicable' end as missing`,
    'indicator_unit',
  ],
})
