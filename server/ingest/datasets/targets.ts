import { quote } from '#server/db/import-engine.ts'
import { PROVENANCES } from '#shared/contract/target.ts'
import { TARGET_KINDS } from '#shared/contract/words.ts'
import { chartOf } from '#shared/indicators/chart-of.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { figureUnit } from '../figure-texts.ts'
import { type DatasetReader, type KnownWords, ofPeriod, PERIOD_READY } from './fields.ts'

/** Outside what the figure can be: a share is 0.9, not 90. */
const isImpossible = (value: string): string => {
  const branches = INDICATORS.map((definition) => {
    const [min, max] = chartOf(definition).range
    const outside = [min === null ? '' : `${value} < ${min}`, max === null ? '' : `${value} > ${max}`]
    return `when ${quote(definition.id)} then ${outside.filter(Boolean).join(' or ') || 'false'}`
  })
  return `(case indicator ${branches.join(' ')} else false end)`
}

export const targets = ({ indicators }: KnownWords): DatasetReader => ({
  fields: [
    { name: 'agency', isRequired: true, kind: { type: 'text' } },
    { name: 'indicator', isRequired: true, kind: { type: 'text' } },
    { name: 'period', isRequired: true, kind: { type: 'period' } },
    { name: 'kind', isRequired: true, kind: { type: 'choice', choices: TARGET_KINDS } },
    { name: 'value', isRequired: false, kind: { type: 'number', isFigure: true } },
    { name: 'low', isRequired: false, kind: { type: 'number', isFigure: true } },
    { name: 'high', isRequired: false, kind: { type: 'number', isFigure: true } },
    { name: 'text', isRequired: false, kind: { type: 'text' } },
    { name: 'service', isRequired: false, kind: { type: 'text' } },
    { name: 'provenance', isRequired: false, kind: { type: 'choice', choices: PROVENANCES } },
    { name: 'cumulative', isRequired: false, kind: { type: 'choice', choices: ['true', 'false'] } },
    { name: 'agencyName', isRequired: false, kind: { type: 'text' } },
    { name: 'serviceName', isRequired: false, kind: { type: 'text' } },
  ],
  key: ['service_index', 'indicator', 'period'],
  span: ofPeriod,
  figureUnit: figureUnit(indicators, 'null'),
  errors: [
    {
      code: 'unknown-indicator',
      field: 'indicator',
      condition: `indicator is not null and indicator not in (${indicators.map(({ code }) => quote(code)).join(', ')})`,
      value: 'indicator',
    },
    {
      code: 'required-missing',
      field: 'value',
      condition: `kind in ('min', 'max', 'exact') and "value" is null and bad_value is null`,
      value: null,
    },
    {
      code: 'required-missing',
      field: 'low',
      condition: `kind = 'range' and low is null and bad_low is null`,
      value: null,
    },
    {
      code: 'required-missing',
      field: 'high',
      condition: `kind = 'range' and high is null and bad_high is null`,
      value: null,
    },
    {
      code: 'required-missing',
      field: 'text',
      condition: `kind = 'text' and "text" is null`,
      value: null,
    },
    {
      code: 'out-of-range',
      field: 'high',
      condition: `kind = 'range' and high < low`,
      value: 'cast(high as varchar)',
    },
    ...['value', 'low', 'high'].map((field) => ({
      code: 'out-of-range' as const,
      field,
      condition: isImpossible(`"${field}"`),
      value: `cast("${field}" as varchar)`,
    })),
  ],
  warnings: () => [],
  // What its kind does not use is left out, so that a target says one thing.
  ready: [
    ...PERIOD_READY,
    'kind',
    `case when kind in ('min', 'max', 'exact') then "value" end as "value"`,
    `case when kind = 'range' then low end as low`,
    `case when kind = 'range' then high end as high`,
    '"text"',
    'provenance',
    `coalesce(cumulative = 'true', false) as is_cumulative`,
  ],
})
