import { pino } from 'pino'
import { expect } from 'vitest'
import { deleteRecords } from '#server/actions/pushes/delete-records.ts'
import { PushCollector } from '#server/jobs/push-collector.ts'
import type { TestWorld } from './database.ts'
import type { Dice } from './dice.ts'
import { HEADERS, SCALE } from './random-files.ts'
import {
  type AnswerFact,
  type CaseFact,
  type DeliveredFile,
  deliver,
  forget,
  type Register,
  type RegisterDataset,
} from './register.ts'

/** A collector over a test world, to be stopped. */
export const openPushes = (test: TestWorld): PushCollector =>
  new PushCollector(test.context, pino({ level: 'silent' }))

/** Pushes the facts of a file, some requests at the same time, and takes them into the register; what is told must be
 *  what happened. The figures are there when it returns. */
export async function pushBoth(
  test: TestWorld,
  pushes: PushCollector,
  register: Register,
  file: DeliveredFile<CaseFact> | DeliveredFile<AnswerFact>,
): Promise<void> {
  const facts = file.facts.map((fact) => ({ ...fact, source: 'push' }))
  const pushed = {
    ...file,
    isPushed: true,
    isSnapshot: false,
    source: 'push',
    facts,
  } as DeliveredFile<CaseFact>
  const header = HEADERS[file.dataset]
  const records = pushed.facts.map(({ cells }) => ({
    fields: new Map(header.flatMap((name, i) => (cells[i] === '' ? [] : [[name, cells[i]!] as const]))),
    issues: [],
  }))
  const options = {
    dataset: file.dataset,
    create: ['agency', 'service'] as const,
    scale: file.dataset === 'surveys' ? SCALE : null,
    timezone: file.zone,
  }
  const one = {
    actor: test.context.actor,
    action: file.dataset === 'cases' ? ('case.push' as const) : ('survey.push' as const),
    covers: file.covers,
    asOf: new Date(file.asOf).toISOString(),
    answer: null,
  }
  // An agency's facts lie in one request, because each request covers its own first to last day.
  const requests = Map.groupBy(records, ({ fields }) => fields.get('agency'))
  const fared = await Promise.all(
    Array.from(requests.values(), (own) => pushes.push(options, { ...one, records: own })),
  )
  const told = fared.flat().map(({ status }) => status)
  const { removed: _, ...counts } = deliver(register, pushed)
  const count = (status: string) => told.filter((each) => each === status).length
  expect({
    inserted: count('inserted'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
  }).toEqual({ ...counts, rejected: 0 })
  await pushes.settled()
}

/** Takes some facts away, and one that is not there. */
export async function deleteBoth(
  test: TestWorld,
  pushes: PushCollector,
  register: Register,
  dataset: RegisterDataset,
  dice: Dice,
): Promise<void> {
  const facts = [...register[dataset].values()].filter(() => dice.chance(0.1))
  const keys = [...facts, { agency: 'west-1', service: 'permit', ref: 'never' }]
  const outcomes = await deleteRecords(test.context, {
    dataset,
    action: dataset === 'cases' ? 'case.delete' : 'survey.delete',
    records: keys.map(({ agency, service, ref }) => ({
      fields: new Map(Object.entries({ agency, service, ref })),
      issues: [],
    })),
  })
  const deleted = outcomes.filter(({ status }) => status === 'deleted').length
  expect(deleted).toBe(forget(register, dataset, facts))
  expect(outcomes.at(-1)!.status).toBe('absent')
  pushes.refresh()
  await pushes.settled()
}
