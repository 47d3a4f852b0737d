import { insertAudit } from '#server/db/queries/audit.ts'
import { type DemoAgency, demoAgencies } from '#server/db/seeds/demo/agencies.ts'
import { type DemoDataset, demoFacts } from '#server/db/seeds/demo/facts.ts'
import { demoActor } from '#server/db/seeds/demo/people.ts'
import { demoComplaints, demoCosts, demoInnovations, demoTargets } from '#server/db/seeds/demo/registers.ts'
import { type DemoSpan, demoSpan } from '#server/db/seeds/demo/span.ts'
import { localDate } from '#server/readings/local-date.ts'
import { actorText } from '#shared/access.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import { allow } from '../allow.ts'
import type { ActionContext } from '../context.ts'
import { DEMO_SOURCE, removeDemo } from '../imports/remove-demo.ts'
import { makeDelivery } from './demo-delivery.ts'
import { datedLine, news, type Window } from './demo-news.ts'
import { findState, LOADED } from './demo-state.ts'
import { insertTree, workingDays } from './demo-tree.ts'
import { workInstant } from './schedule.ts'

// Fills an empty database with invented figures, through the same import that real ones take.

/** @param through month of the last figures, `2026-12`; null: the last whole one
 *  @returns whether it loaded: only an empty database takes the demo, or one in which a load was cut short. */
export async function loadDemoIfEmpty(
  context: ActionContext,
  through: string | null = null,
): Promise<boolean> {
  await allow(context, 'demo.load', 'instance')
  const state = await findState(context.world.db.read)
  if (state === 'in use') return false
  const span = demoSpan(
    through === null ? localDate(context.clock(), context.defaultTimezone) : addMonths(`${through}-01`, 1),
  )
  const agencies = demoAgencies()
  await context.world.write(async (tx) => {
    if (state === 'cut short') await removeDemo(tx)
    await insertTree(tx, agencies)
  })
  await deliverAll(context, agencies, span)
  await context.world.write((tx) =>
    insertAudit(tx, {
      actedAt: context.clock(),
      actor: actorText(context.actor),
      action: LOADED,
      subject: DEMO_SOURCE,
      detail: { through: span.months.at(-1)!.slice(0, 7) },
    }),
  )
  return true
}

/** Delivers as offices do: what lies back all at once, then month by month, each some days after its end. */
async function deliverAll(
  context: ActionContext,
  agencies: readonly DemoAgency[],
  span: DemoSpan,
): Promise<void> {
  const days = await workingDays(context.world.db.read)
  const offices = agencies.filter((agency) => agency.kind !== null)
  const facts = new Map(offices.map((agency) => [agency.code, demoFacts(agency, days, span)]))
  const of = (...stories: DemoAgency['story'][]) => offices.filter(({ story }) => stories.includes(story))
  const reporting = offices.filter(({ story }) => story !== 'stops')
  const casesOf = (some: readonly DemoAgency[]) =>
    some.flatMap(({ code }) => facts.get(code)!.cases.map((line) => datedLine(line, 3, 4, [4, 6])))
  const now = context.clock()
  const deliver = (dataset: DemoDataset, lines: string[], { from, to, at }: Window) =>
    makeDelivery({ ...context, actor: demoActor('contributor', null), clock: () => (at < now ? at : now) })(
      dataset,
      lines,
      from,
      to,
    )
  const window = (from: string, to: string): Window => ({ from, to, at: `${addDays(to, 5)}T02:00:00.000Z` })
  const lastDay = addDays(span.end, -1)
  const last = { from: addMonths(span.end, -1), to: lastDay, at: workInstant(span, 0.2, now) }
  const lastBut1 = window(addMonths(span.end, -2), addDays(last.from, -1))
  const back = window(span.from, addDays(lastBut1.from, -1))

  const stopped = window(span.from, span.stopped)
  await deliver('cases', news(casesOf(of('stops')), stopped), stopped)
  await deliver(
    'costs',
    of('stops').flatMap((agency) => demoCosts(agency, span, span.stopped).map(({ text }) => text)),
    stopped,
  )
  const before = window(span.from, addDays(span.gap.from, -1))
  const gap = casesOf(of('gap'))
  await deliver('cases', news(gap, before), before)
  const after = { ...back, from: addDays(span.gap.to, 1) }
  const sinceGap = gap.filter(({ on }) => on > span.gap.to)
  await deliver('cases', news(sinceGap, after), after)

  const usual = casesOf(offices.filter(({ story }) => story !== 'stops' && story !== 'gap'))
  const surveys = reporting.flatMap(({ code }) => facts.get(code)!.surveys.map((line) => datedLine(line, 3)))
  const complaints = reporting.flatMap((agency) =>
    demoComplaints(agency, days, span).map((line) => datedLine(line, 3, 4, [4])),
  )
  const costs = reporting.flatMap((agency) => demoCosts(agency, span, lastDay))
  for (const window of [back, lastBut1, last]) {
    await deliver('cases', news(window === back ? usual : [...usual, ...sinceGap], window), window)
    await deliver('surveys', news(surveys, window), window)
    await deliver('complaints', news(complaints, window), window)
    const ended = costs.filter(({ endsOn }) => endsOn >= window.from && endsOn <= window.to)
    await deliver(
      'costs',
      ended.map(({ text }) => text),
      window,
    )
    if (window !== back) continue
    await deliver('targets', demoTargets(agencies, span), window)
    await deliver('innovations', demoInnovations(agencies, span), window)
  }
  const wrong = of('revised').flatMap(({ code }) => facts.get(code)!.cases.slice(-40).map(correct))
  await deliver('cases', wrong, { ...last, at: workInstant(span, 0.25, now) })
}

/** A correction: the channel was entered wrongly. */
const correct = (line: string): string => {
  const cells = line.split(',')
  return [...cells.slice(0, 5), 'counter', cells[6]].join(',')
}
