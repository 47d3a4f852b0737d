import { ELEMENTS } from '#shared/rollups/cell.ts'
import { isFuture } from './date-rules.ts'
import { BY_REF, type DatasetReader, ofDay } from './fields.ts'

export const surveys: DatasetReader = {
  fields: [
    { name: 'ref', isRequired: true, kind: { type: 'text' } },
    { name: 'agency', isRequired: true, kind: { type: 'text' } },
    { name: 'service', isRequired: true, kind: { type: 'text' } },
    { name: 'answeredAt', isRequired: true, kind: { type: 'date' } },
    ...ELEMENTS.map((name) => ({
      name,
      isRequired: false,
      kind: { type: 'number', integer: true, min: 1, max: 4 } as const,
    })),
    { name: 'score', isRequired: false, kind: { type: 'number', isScaled: true } },
    { name: 'weight', isRequired: false, kind: { type: 'number', min: 0 } },
    { name: 'agencyName', isRequired: false, kind: { type: 'text' } },
    { name: 'serviceName', isRequired: false, kind: { type: 'text' } },
  ],
  key: BY_REF,
  span: ofDay('answered'),
  warnings: (sql) => [
    {
      code: 'in-the-future',
      field: 'answeredAt',
      condition: `coalesce(${isFuture('answered', sql)}, false)`,
      isFlag: true,
    },
  ],
  ready: [
    'answered_at',
    'answered_on',
    ...ELEMENTS.map((name) => `cast("${name}" as integer) as "${name}"`),
    'score',
    'coalesce(weight, 1) as weight',
  ],
}
