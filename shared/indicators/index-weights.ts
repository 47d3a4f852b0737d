import type { WeightRule } from '#shared/stats/composite.ts'

// Weights of the national indices, as dated data, the newest first. Where only the year of a rule is known it begins on
// the first of January. Sources: the decrees named. Limit: the service policy weight of the public service index is the
// remainder to 100; the parts of Pemdi were seen in one source.

export const INDEX_WEIGHTS = {
  /** components of the AKIP evaluation */
  accountability: [
    {
      validFrom: '2021-01-01',
      decree: 'PermenPANRB 88/2021',
      weights: { planning: 30, measurement: 30, reporting: 15, internalEvaluation: 25 },
    },
  ],
  /** aspects of the public service index */
  'public-service': [
    {
      validFrom: '2022-01-01',
      decree: 'PermenPANRB 29/2022',
      weights: {
        policy: 24,
        staff: 25,
        facilities: 18,
        informationSystem: 11,
        complaints: 10,
        innovation: 12,
      },
    },
    {
      validFrom: '2017-01-01',
      decree: 'PermenPANRB 17/2017',
      weights: {
        policy: 30,
        staff: 18,
        facilities: 15,
        informationSystem: 15,
        complaints: 15,
        innovation: 7,
      },
    },
  ],
  /** domains of SPBE, then aspects of Pemdi: another index */
  'digital-government': [
    {
      validFrom: '2026-01-01',
      decree: 'PermenPANRB 8/2026',
      weights: {
        governance: 10,
        organisers: 10,
        data: 15,
        security: 15,
        technology: 10,
        integration: 15,
        userSatisfaction: 25,
      },
    },
    {
      validFrom: '2020-01-01',
      decree: 'PermenPANRB 59/2020',
      weights: { policy: 13, governance: 25, management: 16.5, service: 45.5 },
    },
  ],
} as const satisfies Record<string, readonly WeightRule[]>
