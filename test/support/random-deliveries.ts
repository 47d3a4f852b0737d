import type { Dataset } from '#shared/contract/import.ts'
import type { Dice } from './dice.ts'

// Random files of every dataset over so few keys that later ones meet the facts of earlier ones: new facts,
// corrections, repeats, bad rows, whole snapshots; agencies, services and indicators are made by whoever comes first.

export interface RandomDelivery {
  dataset: Dataset
  mapping: object
  text: string
}

/** What an agency is made as does not depend on which file makes it. */
const FAMILIES = [
  { parent: null, agencies: ['Lone', 'Alone'] },
  { parent: 'Group', agencies: ['First', 'Second', 'Third'] },
]
const SERVICES = ['Permit', 'Licence', 'Card']
const FIRST = Date.parse('2025-01-01T00:00:00Z')
const DAY = 86_400_000

const day = (dice: Dice, from = 0, to = 200): string =>
  new Date(FIRST + dice.int(from, to) * DAY).toISOString().slice(0, 10)
const month = (dice: Dice): string => `2025-0${dice.int(1, 6)}`
const maybe = (dice: Dice, text: string): string => (dice.chance(0.6) ? text : '')

type Line = (dice: Dice, agency: string, service: string) => string[]

interface Kind {
  columns: readonly string[]
  line: Line
  keys?: object
}

const KINDS: Record<Dataset, Kind> = {
  cases: {
    columns: ['ref', 'agency', 'service', 'submittedAt', 'completedAt', 'dueAt', 'channel'],
    line: (dice, agency, service) => [
      `r${dice.int(1, 12)}`,
      agency,
      service,
      dice.chance(0.04) ? 'never' : day(dice, 0, 150),
      maybe(dice, day(dice, 150, 240)),
      maybe(dice, day(dice, 100, 300)),
      dice.pick(['web', 'counter', '']),
    ],
  },
  surveys: {
    columns: [
      'ref',
      'agency',
      'service',
      'answeredAt',
      'requirements',
      'procedure',
      'time',
      'cost',
      'product',
    ],
    line: (dice, agency, service) => [
      `r${dice.int(1, 12)}`,
      agency,
      service,
      day(dice),
      ...Array.from({ length: 5 }, () => String(dice.int(1, 4))),
    ],
  },
  complaints: {
    columns: ['ref', 'agency', 'service', 'receivedAt', 'resolvedAt'],
    line: (dice, agency, service) => [
      `r${dice.int(1, 12)}`,
      agency,
      service,
      day(dice, 0, 150),
      maybe(dice, day(dice, 150, 200)),
    ],
  },
  targets: {
    columns: ['agency', 'service', 'indicator', 'period', 'kind', 'value'],
    line: (dice, agency, service) => [
      agency,
      maybe(dice, service),
      dice.pick(['on-time-rate', 'completed']),
      month(dice),
      'min',
      dice.pick(['0.5', '0.75']),
    ],
  },
  costs: {
    columns: ['agency', 'period', 'cost', 'staff'],
    line: (dice, agency) => [
      agency,
      month(dice),
      String(dice.int(1, 3) * 1000),
      maybe(dice, String(dice.int(1, 3))),
    ],
  },
  innovations: {
    columns: ['agency', 'name', 'startedOn', 'stage'],
    line: (dice, agency) => [agency, `Idea ${dice.int(1, 4)}`, day(dice), dice.pick(['trial', 'initiative'])],
  },
  values: {
    columns: ['agency', 'service', 'indicator', 'period', 'value'],
    line: (dice, agency, service) => [
      agency,
      maybe(dice, service),
      dice.pick(['visits', 'calls', 'received']),
      month(dice),
      String(dice.int(1, 4)),
    ],
    keys: {
      create: ['agency', 'service', 'indicator'],
      constants: { indicatorUnit: 'count', indicatorAdds: 'sum' },
    },
  },
}

export function randomDelivery(dice: Dice, dataset: Dataset): RandomDelivery {
  const { columns, line, keys } = KINDS[dataset]
  const { parent, agencies } = dice.pick(FAMILIES)
  const services = SERVICES.slice(dice.int(0, 1))
  const rows = Array.from({ length: dice.int(1, 30) }, () =>
    line(dice, dice.pick(agencies), dice.pick(services)),
  )
  const extra = keys as { create?: string[]; constants?: object } | undefined
  return {
    dataset,
    mapping: {
      dataset,
      source: dice.pick(['one', 'two']),
      mode: dice.chance(0.35) ? 'snapshot' : 'upsert',
      format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd', delimiter: ',' },
      columns: Object.fromEntries(columns.map((name) => [name, name])),
      create: extra?.create ?? ['agency', 'service'],
      constants: { ...extra?.constants, ...(parent && { agencyParent: parent }) },
      asOf: day(dice, 180, 320),
    },
    text: [columns, ...rows].map((cells) => `${cells.join(',')}\n`).join(''),
  }
}
