import { text } from '#shared/i18n/text.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { addsOf, definitionOf, FLOW_RATIOS, type StoredIndicator } from '#shared/indicators/given.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import type { Adds } from '#shared/rollups/given.ts'
import { ACHIEVEMENT_CAP } from '#shared/targets/achievement.ts'
import type { FlagRule, GivenRule, Method, PublishedDefinition } from './definition.ts'
import type { SumName } from './sums.ts'

// Every definition as data, for the rules of a release. What the code of an indicator does is said here a second time,
// on purpose: a test holds the two against each other over thousands of cells, and a release carries this one.

/** What an indicator's code says of itself, as data. */
interface Said {
  method: Method
  hasFacts: readonly SumName[]
  hasStock?: readonly SumName[]
  isIncomplete?: SumName
  flags?: readonly FlagRule[]
  flagsMissing?: boolean
}

/** Raise it when the method of an indicator changes: readers of two releases then see that their figures differ by it. */
const VERSION = 2

const when = (flag: FlagRule['flag'], name: SumName, is = true): FlagRule => ({ flag, when: name, is })

const count = (...of: SumName[]): Said => ({ method: { kind: 'count', of, interval: 'byar' }, hasFacts: of })

const share = (numerator: SumName, denominator: SumName, hasFacts: SumName): Said => ({
  method: { kind: 'ratio', numerator, denominator, n: 'denominator', interval: 'wilson' },
  hasFacts: [hasFacts],
})

const FLAGGED = when('flagged-cases', 'cases.flagged')
const time = (method: Method, ...flags: FlagRule[]): Said => ({
  method,
  hasFacts: ['cases.completed'],
  flags,
})
const quantile = (p: 0.5 | 0.9): Said =>
  time(
    { kind: 'quantile', of: 'elapsed', p, interval: 'order' },
    when('approximate', 'elapsed.isExact', false),
    FLAGGED,
  )

const SAID: Record<string, Said> = {
  received: count('cases.received'),
  completed: count('cases.completed'),
  backlog: {
    method: { kind: 'stock', of: 'backlog', interval: null },
    hasFacts: ['cases.received', 'cases.closed'],
    hasStock: ['backlog'],
    flags: [when('last-known', 'isBacklogLastKnown')],
  },
  'clearance-rate': {
    method: {
      kind: 'ratio',
      numerator: 'cases.completed',
      denominator: 'cases.received',
      n: 'denominator',
      interval: 'flow',
    },
    hasFacts: ['cases.received', 'cases.completed'],
  },
  'digital-share': share('cases.digital', 'cases.channelKnown', 'cases.completed'),
  'rejected-rate': share('cases.rejected', 'cases.completed', 'cases.completed'),
  'median-time': quantile(0.5),
  'p90-time': quantile(0.9),
  'mean-time': time(
    { kind: 'mean', of: 'elapsed', showsParts: true, clamp: [0, null], interval: 't' },
    FLAGGED,
  ),
  'median-working-days': {
    ...time(
      { kind: 'quantile', of: 'workingDays', p: 0.5, interval: 'order' },
      FLAGGED,
      when('calendar-not-covered', 'cases.calendarNotCovered'),
    ),
    flagsMissing: true,
  },
  'on-time-rate': share('cases.dueOnTime', 'cases.due', 'cases.due'),
  'closed-on-time-rate': share('cases.closedOnTime', 'cases.closedDue', 'cases.completed'),
  'satisfaction-index': {
    method: {
      kind: 'index',
      of: ELEMENTS.map((element) => `survey.${element}`),
      own: 'survey.index',
      factor: 25,
      clamp: [25, 100],
      interval: 't',
    },
    hasFacts: ['survey.index.n'],
  },
  ...Object.fromEntries(
    ELEMENTS.map((element): [string, Said] => [
      `element-${element}`,
      {
        method: { kind: 'mean', of: `survey.${element}`, showsParts: true, clamp: [1, 4], interval: 't' },
        hasFacts: [`survey.${element}.n`],
      },
    ]),
  ),
  'satisfaction-score': {
    method: { kind: 'mean', of: 'survey.score', showsParts: false, clamp: [0, 100], interval: 't' },
    hasFacts: ['survey.score.n'],
  },
  respondents: count('survey.index.n', 'survey.score.n'),
  'response-rate': {
    method: {
      kind: 'ratio',
      numerator: 'survey.responses',
      denominator: 'cases.completed',
      n: 'numerator',
      interval: 'flow',
    },
    hasFacts: ['survey.responses'],
  },
  'complaints-per-1000': {
    method: {
      kind: 'rate',
      numerator: 'complaints.received',
      denominator: 'cases.completed',
      per: 1000,
      interval: 'byar',
    },
    hasFacts: ['complaints.received'],
    hasStock: ['cases.completed'],
  },
  'complaint-on-time-rate': share('complaints.dueOnTime', 'complaints.due', 'complaints.due'),
  'cost-per-case': {
    method: {
      kind: 'ratio',
      numerator: 'costs.cost.total',
      denominator: 'costs.cost.completed',
      n: 'denominator',
      interval: null,
    },
    hasFacts: ['costs.cost'],
    isIncomplete: 'costs.isCostIncomplete',
    flags: [when('partial', 'costs.cost.isPartial')],
  },
  'cases-per-staff': {
    method: {
      kind: 'ratio',
      numerator: 'costs.staff.completed',
      denominator: 'costs.staff.total',
      n: 'numerator',
      interval: null,
    },
    hasFacts: ['costs.staff'],
    isIncomplete: 'costs.isStaffIncomplete',
    flags: [when('partial', 'costs.staff.isPartial')],
  },
  achievement: { method: { kind: 'achievement', cap: ACHIEVEMENT_CAP, interval: null }, hasFacts: [] },
}

/** The definitions of a release, in the order they are listed: the built-in ones, then those that imports created.
 *  @throws Error for an indicator that is not said as data */
export function publishedDefinitions(created: readonly StoredIndicator[]): PublishedDefinition[] {
  return [
    ...INDICATORS.map((definition) => {
      const said = SAID[definition.id]
      if (!said) throw new Error(`${definition.id} is not said as data`)
      const texts = (locale: 'id' | 'en') => text(locale).indicators.list[definition.id]!
      return publish(definition, addsOf(definition), said, { id: texts('id'), en: texts('en') })
    }),
    ...created.map((indicator) => {
      const given = { kind: 'given', interval: null } as const
      const texts = (locale: 'id' | 'en') => {
        const { definition, formula, limits } = text(locale).indicators.given
        const { name, source, adds } = indicator
        return { name, definition, formula: formula[adds], source, limits }
      }
      const said = { method: given, hasFacts: [] }
      return publish(definitionOf(indicator), indicator.adds, said, { id: texts('id'), en: texts('en') })
    }),
  ]
}

function publish(
  definition: IndicatorDefinition,
  adds: Adds,
  { method, hasFacts, hasStock = [], isIncomplete, flags = [], flagsMissing = false }: Said,
  { id, en }: PublishedDefinition['texts'],
): PublishedDefinition {
  const { group, dataset, unit, direction, countedIn, needs, isCount, isSum, isAboutPeople } = definition
  const pick = ({ name, definition, formula, source, limits }: PublishedDefinition['texts']['id']) => ({
    name,
    definition,
    formula,
    source,
    limits,
  })
  return {
    id: definition.id,
    version: VERSION,
    group,
    dataset,
    behind: behindOf(definition),
    partFrom: unit === 'count' ? 0 : 0.1,
    ...(dataset !== 'costs' && dataset !== 'values' && { isPartUntold: true }),
    unit,
    direction,
    countedIn,
    needs: [...needs],
    isCount,
    isSum: isSum ?? null,
    isAboutPeople,
    hasFacts,
    hasStock,
    isIncomplete: isIncomplete ?? null,
    method,
    flags,
    flagsMissing,
    given: givenRule(definition, adds),
    texts: { id: pick(id), en: pick(en) },
  }
}

/** What something cost is told for whole periods. */
const behindOf = ({ dataset, needs }: IndicatorDefinition): string[] => {
  if (dataset === 'costs') return ['cases']
  return dataset !== 'cases' && needs.includes('cases') ? [dataset, 'cases'] : [dataset]
}

const SCALES: Partial<Record<IndicatorDefinition['unit'], number>> = { percent: 100, rate: 1000 }
const FLOW_COUNTS: readonly string[] = ['received', 'completed']

function givenRule({ id, unit }: IndicatorDefinition, adds: Adds): GivenRule {
  const isShare = unit === 'ratio' || unit === 'percent'
  return {
    adds,
    scale: SCALES[unit] ?? 1,
    share: FLOW_RATIOS.has(id) ? 'flow' : unit === 'rate' ? 'byar' : isShare ? 'wilson' : null,
    count: FLOW_COUNTS.includes(id) ? 'byar' : null,
  }
}
