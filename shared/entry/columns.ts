// What an agency without a system enters for a period: counts it added up itself, one row for each service. They are
// kept as figures of built-in indicators, so that they are read, compared and added up like all others.

export const ENTRY_COLUMNS = [
  'received',
  'completed',
  'onTime',
  'rejected',
  'digital',
  'backlog',
  'complaints',
  'satisfaction',
  'respondents',
] as const
export type EntryColumn = (typeof ENTRY_COLUMNS)[number]

/** Absent: not reported. 0: none, which is a figure. */
export type EntryValues = Partial<Record<EntryColumn, number>>

/** Parts of the completed ones: a share of them is kept, so that they add up over services and months. */
export const PARTS_OF_COMPLETED = {
  onTime: 'closed-on-time-rate',
  rejected: 'rejected-rate',
  digital: 'digital-share',
} as const

/** One figure as the import takes it. */
export interface EntryFigure {
  indicator: string
  value: number | null
  numerator: number | null
  denominator: number | null
  weight: number | null
}

/** Indicators that the form writes, each of one column. */
export const ENTRY_INDICATORS: Record<EntryColumn, string> = {
  received: 'received',
  completed: 'completed',
  ...PARTS_OF_COMPLETED,
  backlog: 'backlog',
  complaints: 'complaints-per-1000',
  satisfaction: 'satisfaction-index',
  respondents: 'respondents',
}

/** Columns that cannot be told without the number of completed ones, which is their denominator. */
export const needsCompleted = (column: EntryColumn): boolean =>
  column in PARTS_OF_COMPLETED || column === 'complaints'

/** The figures that a row tells; none for what is not reported. */
export function figuresOf(values: EntryValues): EntryFigure[] {
  return ENTRY_COLUMNS.flatMap((column): EntryFigure[] => {
    const value = values[column]
    if (value === undefined) return []
    const figure = {
      indicator: ENTRY_INDICATORS[column],
      value,
      numerator: null,
      denominator: null,
      weight: null,
    }
    if (needsCompleted(column)) {
      return [{ ...figure, value: null, numerator: value, denominator: values.completed ?? null }]
    }
    return [column === 'satisfaction' ? { ...figure, weight: values.respondents ?? null } : figure]
  })
}

/** The row that figures were told by. A share without its parts was not entered here, and is no count. */
export function valuesOf(figures: readonly EntryFigure[]): EntryValues {
  const values: EntryValues = {}
  for (const column of ENTRY_COLUMNS) {
    const figure = figures.find(({ indicator }) => indicator === ENTRY_INDICATORS[column])
    const value = needsCompleted(column) ? figure?.numerator : figure?.value
    if (value !== null && value !== undefined) values[column] = value
  }
  return values
}
