import { type DatasetReader, ofPeriod, PERIOD_READY } from './fields.ts'

export const costs: DatasetReader = {
  fields: [
    { name: 'agency', isRequired: true, kind: { type: 'text' } },
    { name: 'period', isRequired: true, kind: { type: 'period' } },
    { name: 'cost', isRequired: false, kind: { type: 'number', min: 0, max: 9e15 } },
    { name: 'staff', isRequired: false, kind: { type: 'number', min: 0, max: 1e9 } },
    { name: 'service', isRequired: false, kind: { type: 'text' } },
    { name: 'agencyName', isRequired: false, kind: { type: 'text' } },
    { name: 'serviceName', isRequired: false, kind: { type: 'text' } },
  ],
  key: ['service_index', 'period'],
  span: ofPeriod,
  errors: [
    {
      // What no other period could be made of, or cases be held against.
      code: 'out-of-range',
      field: 'period',
      condition: `period_grain in ('day', 'week', 'given')`,
      value: 'period',
    },
    {
      code: 'required-missing',
      field: 'cost',
      condition: 'cost is null and staff is null and bad_cost is null and bad_staff is null',
      value: null,
    },
  ],
  warnings: () => [],
  ready: [
    ...PERIOD_READY,
    // Half up, as money is everywhere; staff may be parts of a post.
    'cast(floor(cost + 0.5) as bigint) as cost',
    'cast(floor(staff * 10000 + 0.5) as bigint) as staff_parts',
  ],
}
