import type { Dataset } from '#shared/contract/import.ts'

// Bodies that run as they are written, in this order, also on an empty instance. A test sends each of them.

const OFFICE = { agency: 'Dinas Perizinan Contoh', service: 'Izin Usaha Contoh' } as const
const CREATE = ['agency', 'service'] as const

export const PUSH_EXAMPLES: Record<Dataset, Record<string, { summary: string; value: object }>> = {
  cases: {
    one: {
      summary: 'One case, its agency and service created when they are new',
      value: {
        create: CREATE,
        items: [{ ...OFFICE, ref: 'IZ-2026-0001', submittedAt: '2026-11-02T08:15:00+07:00', channel: 'web' }],
      },
    },
    several: {
      summary: 'Several at once; local time of the agency where no zone is written',
      value: [
        {
          ...OFFICE,
          ref: 'IZ-2026-0001',
          submittedAt: '2026-11-02T08:15:00',
          completedAt: '2026-11-05T10:30:00',
          dueAt: '2026-11-09',
          channel: 'web',
          outcome: 'completed',
        },
        { ...OFFICE, ref: 'IZ-2026-0002', submittedAt: '2026-11-03', channel: 'counter' },
      ],
    },
  },
  surveys: {
    one: {
      summary: 'One answer to the nine elements',
      value: {
        create: CREATE,
        items: [
          {
            ...OFFICE,
            ref: 'SKM-0001',
            answeredAt: '2026-11-05T11:00:00+07:00',
            requirements: 4,
            procedure: 3,
            time: 3,
            cost: 4,
            product: 4,
            competence: 4,
            behaviour: 4,
            complaints: 3,
            facilities: 3,
          },
        ],
      },
    },
  },
  complaints: {
    one: {
      summary: 'One complaint, still open',
      value: {
        create: CREATE,
        items: [{ ...OFFICE, ref: 'ADU-0001', receivedAt: '2026-11-06', class: 'no-oversight' }],
      },
    },
  },
  targets: {
    one: {
      summary: 'Nine in ten on time, agreed for the year',
      value: {
        create: CREATE,
        items: [
          {
            ...OFFICE,
            indicator: 'on-time-rate',
            period: '2026',
            kind: 'min',
            value: 0.9,
            provenance: 'agreed',
          },
        ],
      },
    },
  },
  costs: {
    one: {
      summary: 'Rupiah and mean staff of a month',
      value: {
        create: CREATE,
        items: [{ agency: OFFICE.agency, period: '2026-10', cost: 125000000, staff: 4.5 }],
      },
    },
  },
  innovations: {
    one: {
      summary: 'A registered innovation',
      value: {
        create: CREATE,
        items: [{ agency: OFFICE.agency, name: 'Antrean Daring', startedOn: '2026-03-02' }],
      },
    },
  },
  values: {
    one: {
      summary: 'A figure that the agency added up itself',
      value: {
        create: CREATE,
        items: [
          { ...OFFICE, indicator: 'on-time-rate', period: '2025-12', numerator: 45, denominator: 50 },
          { ...OFFICE, indicator: 'received', period: '2025-12', value: 61 },
        ],
      },
    },
  },
}
