import type { Tx } from '#server/db/database.ts'
import { loadDirectory } from '#server/readings/directory.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import type { World } from '#server/readings/world.ts'
import type { Preview } from '#shared/contract/preview.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { allow } from './allow.ts'
import type { ActionContext } from './context.ts'
import { type Action, parseInput } from './define-action.ts'
import { seenFigures } from './seen-figures.ts'

/** Figures that calendars, standards and classes decide. */
const FIGURES = [
  'on-time-rate',
  'closed-on-time-rate',
  'median-working-days',
  'complaint-on-time-rate',
] as const
/** Years back from the present of the data: what people still remember. */
const YEARS = 3
const MOST = 10

/** Thrown to take everything back; carries what was seen. */
class TakenBack extends Error {
  readonly preview: Preview
  constructor(preview: Preview) {
    super('Taken back')
    this.preview = preview
  }
}

interface Recomputed {
  recomputedCases?: number
  recomputedComplaints?: number
}

/** What a change would bring about: it is made, its figures are read, and all of it is taken back, so that what is said
 *  is what will be. Needs the permission of the change itself. `service`: only figures of this one.
 *  @throws Refusal as the change would. */
export async function previewOf<Input>(
  context: ActionContext,
  action: Action<Input, Recomputed>,
  given: unknown,
  service: string | null,
): Promise<Preview> {
  const input = parseInput(action, given)
  await allow(context, action.name, action.concerns(input))
  try {
    await context.world.write(
      async (tx) => {
        const before = await read(context, tx, service)
        const { result } = await action.run(tx, input, context)
        const after = await read(context, tx, service)
        const cases = (result.recomputedCases ?? 0) + (result.recomputedComplaints ?? 0)
        throw new TakenBack(compare(before, after, cases))
      },
      { changesFigures: false },
    )
  } catch (error) {
    if (error instanceof TakenBack) return error.preview
    throw error
  }
  throw new Error('A preview was not taken back')
}

interface Seen {
  readings: Reading[]
  years: Preview['years']
}

/** Figures as the transaction sees them, of every unit and of all together, by year. */
async function read({ world, actor }: ActionContext, tx: Tx, service: string | null): Promise<Seen> {
  const directory = await loadDirectory(tx)
  if (directory.asOf === null) return { readings: [], years: null }
  const to = Number(directory.asOf.slice(0, 4))
  const inside: World = {
    ...world,
    db: { ...world.db, read: tx },
    version: async () => 0,
    directory: async () => directory,
  }
  const units = directory.agencies.filter(({ isLeaf }) => isLeaf).map(({ code }) => code)
  const readings: Reading[] = []
  for (const agencies of [null, units]) {
    if (agencies?.length === 0) continue
    const query = {
      indicators: FIGURES,
      agencies,
      services: service === null ? null : [service],
      channels: null,
      levels: null,
      grain: 'year' as const,
      from: `${to - YEARS}-01-01`,
      to: `${to}-12-31`,
    }
    readings.push(...(await readReadings(inside, query, { isAnonymous: false })).readings)
  }
  const isSeen = await seenFigures(inside, actor)
  return { readings: readings.filter(isSeen), years: { from: String(to - YEARS), to: String(to) } }
}

function compare(before: Seen, after: Seen, cases: number): Preview {
  const old = new Map(before.readings.map((reading) => [keyOf(reading), reading]))
  const moved = after.readings.flatMap((reading) => {
    const was = old.get(keyOf(reading))?.value ?? null
    if (was === reading.value) return []
    const { indicator, agency, service, period, unit, value } = reading
    return [{ indicator, agency, service, period, unit, before: was, after: value }]
  })
  return {
    cases,
    figures: moved.length,
    lookedAt: after.readings.filter(({ value }) => value !== null).length,
    years: after.years,
    most: moved.sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, MOST),
  }
}

/** How far a figure moves: shares by their points, times by their part. Of all together comes first among equals. */
function sizeOf({ before, after, unit, agency }: Preview['most'][number]): number {
  const own = agency === null ? 1e-9 : 0
  if (before === null || after === null) return 1 + own
  const difference = Math.abs(after - before)
  return own + (unit === 'ratio' ? difference : difference / Math.max(Math.abs(before), Math.abs(after), 1))
}

const keyOf = ({ indicator, agency, period }: Reading): string => `${indicator}|${agency ?? ''}|${period}`
