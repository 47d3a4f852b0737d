import { type Cell, ELEMENTS, type SurveyMeasure } from '#shared/rollups/cell.ts'
import type { PublishedDefinition } from './definition.ts'

// The sums of a cell by name: the words that published definitions are written in.

type Sum = number | boolean | null

const SUMS = {
  'cases.received': ({ cases }: Cell): Sum => cases.received,
  'cases.closed': ({ cases }: Cell): Sum => cases.closed,
  'cases.completed': ({ cases }: Cell): Sum => cases.completed,
  'cases.rejected': ({ cases }: Cell): Sum => cases.rejected,
  'cases.digital': ({ cases }: Cell): Sum => cases.digital,
  'cases.channelKnown': ({ cases }: Cell): Sum => cases.channelKnown,
  'cases.due': ({ cases }: Cell): Sum => cases.due,
  'cases.dueOnTime': ({ cases }: Cell): Sum => cases.dueOnTime,
  'cases.closedDue': ({ cases }: Cell): Sum => cases.closedDue,
  'cases.closedOnTime': ({ cases }: Cell): Sum => cases.closedOnTime,
  'cases.flagged': ({ cases }: Cell): Sum => cases.flagged,
  'cases.calendarNotCovered': ({ cases }: Cell): Sum => cases.calendarNotCovered,
  'elapsed.isExact': ({ elapsed }: Cell): Sum => elapsed?.isExact ?? true,
  backlog: ({ backlog }: Cell): Sum => backlog,
  isBacklogLastKnown: ({ isBacklogLastKnown }: Cell): Sum => isBacklogLastKnown,
  'survey.responses': ({ survey }: Cell): Sum => survey?.responses ?? 0,
  'complaints.received': ({ complaints }: Cell): Sum => complaints?.received ?? 0,
  'complaints.due': ({ complaints }: Cell): Sum => complaints?.due ?? 0,
  'complaints.dueOnTime': ({ complaints }: Cell): Sum => complaints?.dueOnTime ?? 0,
  'costs.cost': ({ costs }: Cell): Sum => costs?.cost != null,
  'costs.cost.total': ({ costs }: Cell): Sum => costs?.cost?.total ?? 0,
  'costs.cost.completed': ({ costs }: Cell): Sum => costs?.cost?.completed ?? 0,
  'costs.cost.isPartial': ({ costs }: Cell): Sum => costs?.cost?.isPartial ?? false,
  'costs.isCostIncomplete': ({ costs }: Cell): Sum => costs?.isCostIncomplete ?? false,
  'costs.staff': ({ costs }: Cell): Sum => costs?.staff != null,
  'costs.staff.total': ({ costs }: Cell): Sum => costs?.staff?.total ?? 0,
  'costs.staff.completed': ({ costs }: Cell): Sum => costs?.staff?.completed ?? 0,
  'costs.staff.isPartial': ({ costs }: Cell): Sum => costs?.staff?.isPartial ?? false,
  'costs.isStaffIncomplete': ({ costs }: Cell): Sum => costs?.isStaffIncomplete ?? false,
  ...people(),
} as const satisfies Record<string, (cell: Cell) => Sum>

/** `survey.index.n`, `survey.score.n`, `survey.requirements.n` …: how many answered. */
type PeopleSum = `survey.${SurveyMeasure}.n`
export type SumName = Exclude<keyof typeof SUMS, symbol | number>

function people(): Record<PeopleSum, (cell: Cell) => Sum> {
  const measures = [...ELEMENTS, 'index', 'score'] as const
  return Object.fromEntries(
    measures.map((measure) => [
      `survey.${measure}.n`,
      ({ survey }: Cell) => survey?.measures[measure]?.n ?? 0,
    ]),
  ) as Record<PeopleSum, (cell: Cell) => Sum>
}

/** A sum of a cell. @throws Error for a name that this program does not know */
export function sumOf(cell: Cell, name: SumName): number | boolean | null {
  const read = SUMS[name]
  if (!read) throw new Error(`No sum of a cell has this name: ${name}`)
  return read(cell)
}

/** A sum as a number; what is not known counts for nothing. */
export const numberOf = (cell: Cell, name: SumName): number => Number(sumOf(cell, name) ?? 0)

/** The sums that a definition speaks of, each once, but for those that only say whether something is known. */
export function namesIn({ method, hasFacts, hasStock, flags }: PublishedDefinition): SumName[] {
  const own: string[] =
    method.kind === 'count'
      ? [...method.of]
      : method.kind === 'stock'
        ? [method.of, 'cases.received', 'cases.closed']
        : method.kind === 'ratio' || method.kind === 'rate'
          ? [method.numerator, method.denominator]
          : []
  const all = [...own, ...hasFacts, ...hasStock, ...flags.map(({ when }) => when)]
  return [...new Set(all)].filter((name): name is SumName => name in SUMS && !UNCOUNTED.has(name))
}

const UNCOUNTED: ReadonlySet<string> = new Set([
  'elapsed.isExact',
  'isBacklogLastKnown',
  'costs.cost',
  'costs.staff',
  'costs.cost.isPartial',
  'costs.staff.isPartial',
])
