import type { ReleaseDocuments } from '#server/exports/package/release-documents.ts'
import type { Reading } from '#shared/contract/reading.ts'
import type { ReleasedPoint } from '#shared/contract/release.ts'
import { absentPoint } from '#shared/proof/absent-point.ts'
import { readingOf } from '#shared/proof/released-line.ts'
import { addFound, type Shown, type ShownDifference, type ShownFinding } from '#shared/proof/shown.ts'
import { lastDayOf, listPeriods } from '#shared/time/period.ts'
import type { Get } from './release-source.ts'

// The figures that a server answers with, which its pages show, held against the signed ones: months of everything
// together and of every agency, and of some agencies service by service.

/** As many as are asked for at once. */
const AT_ONCE = 40_000
/** An address may not be endless. */
const CODES = 40
const INDICATORS = 100

interface Question {
  /** null: everything together */
  agencies: readonly (string | null)[]
  services: readonly string[] | null
}

/** Holds `/releases/CODE/readings`, and `/readings` where it is the newest release, against the signed parts. `agencies`:
 *  whose services are looked at one by one. @throws Error where the signed parts cannot be read */
export async function checkShownReadings(
  get: Get,
  documents: ReleaseDocuments,
  of: { isNewest: boolean; agencies: readonly string[]; onPart: (part: string) => void },
  shown: Shown,
): Promise<void> {
  const { code, from, through } = documents.manifest
  const rules = JSON.parse(await documents.part('rules.json')) as { definitions: { id: string }[] }
  const directory = JSON.parse(await documents.part('directory.json')) as { agencies: { code: string }[] }
  const ids = rules.definitions.map(({ id }) => id)
  const months = listPeriods(`${from}-01`, `${through}-01`, 'month').map(({ period }) => period)
  const everybody = directory.agencies.map((agency) => agency.code)
  const places = [`/releases/${code}/readings`, ...(of.isNewest ? ['/readings'] : [])]
  for (const place of places) {
    of.onPart(place)
    const found: ShownFinding[] = []
    let figures = 0
    let isSilent = false
    for await (const question of questionsOf(documents, everybody, of.agencies, ids.length * months.length)) {
      const signed = await signedPoints(documents, question)
      for (const indicators of chunks(ids, INDICATORS)) {
        const path = `${place}?${queryOf(question, indicators, { from, through })}`
        const answer = await get(`/api/v1${path}`)
        if (!answer.ok) {
          isSilent = true
          continue
        }
        const readings = await readingsIn(answer)
        if (!readings) found.push({ code: 'shown-unreadable', part: place })
        else figures += hold(place, { question, indicators, months, signed, readings }, found)
      }
    }
    if (isSilent) shown.silent.push(place)
    if (figures > 0) shown.compared.push({ part: place, figures })
    addFound(shown, found)
  }
}

async function* questionsOf(
  documents: ReleaseDocuments,
  everybody: readonly string[],
  some: readonly string[],
  each: number,
): AsyncGenerator<Question> {
  yield { agencies: [null], services: null }
  const atOnce = Math.max(1, Math.min(CODES, Math.floor(AT_ONCE / each)))
  for (const agencies of chunks(everybody, atOnce)) yield { agencies, services: null }
  for (const agency of some) {
    const services = new Set<string>()
    for await (const line of documents.lines({ agencies: [agency] }))
      if (line.service !== null) services.add(line.service)
    for (const own of chunks([...services], atOnce)) yield { agencies: [agency], services: own }
  }
}

function queryOf(
  { agencies, services }: Question,
  indicators: readonly string[],
  { from, through }: { from: string; through: string },
): string {
  const codes = agencies.filter((code) => code !== null)
  return new URLSearchParams({
    indicators: indicators.join(','),
    ...(codes.length > 0 && { agency: codes.join(',') }),
    ...(services && { service: services.join(',') }),
    grain: 'month',
    from: `${from}-01`,
    to: `${through}-01`,
    source: 'released',
  }).toString()
}

const keyOf = (indicator: string, agency: string | null, service: string | null, period: string): string =>
  JSON.stringify([indicator, agency, service, period])

async function signedPoints(
  documents: ReleaseDocuments,
  { agencies, services }: Question,
): Promise<Map<string, ReleasedPoint>> {
  const found = new Map<string, ReleasedPoint>()
  for await (const { indicator, agency, service, grain, points } of documents.lines({ agencies })) {
    if (grain !== 'month' || (services === null) !== (service === null)) continue
    for (const point of points) found.set(keyOf(indicator, agency, service, point[0]), point)
  }
  return found
}

async function readingsIn(answer: Response): Promise<Reading[] | null> {
  try {
    const { readings } = (await answer.json()) as { readings: unknown }
    return Array.isArray(readings) && readings.every(isReading) ? readings : null
  } catch {
    return null
  }
}

const isReading = (one: Reading | null): boolean =>
  typeof one?.period === 'string' && Array.isArray(one.flags) && typeof one.coverage === 'object'

/** Adds what is shown otherwise. @returns how many figures were held against each other */
function hold(
  part: string,
  of: {
    question: Question
    indicators: readonly string[]
    months: readonly string[]
    signed: ReadonlyMap<string, ReleasedPoint>
    readings: readonly Reading[]
  },
  found: ShownFinding[],
): number {
  const { question, indicators, months, signed, readings } = of
  const said = new Map(
    readings.map((one) => [keyOf(one.indicator, one.agency, one.service, one.period), one]),
  )
  if (said.size < readings.length) found.push({ code: 'shown-twice', part })
  const lastDay = lastDayOf(months.at(-1)!)
  let figures = 0
  for (const indicator of indicators)
    for (const agency of question.agencies)
      for (const service of question.services ?? [null])
        for (const period of months) {
          const key = keyOf(indicator, agency, service, period)
          const figure = { indicator, agency, service, grain: 'month' as const, period }
          const reading = said.get(key)
          said.delete(key)
          figures++
          if (!reading) {
            found.push({ code: 'shown-missing', part, figure })
            continue
          }
          const differences = differencesOf(reading, signed.get(key) ?? absentPoint(period, lastDay))
          if (differences.length > 0) found.push({ code: 'shown-differs', part, figure, differences })
        }
  for (const { indicator, agency, service, period } of said.values())
    found.push({
      code: 'shown-unsigned',
      part,
      figure: { indicator, agency, service, grain: 'month', period },
    })
  return figures
}

function differencesOf(reading: Reading, point: ReleasedPoint): ShownDifference[] {
  const [shown, signed] = [reading, readingOf(reading, reading.unit, point)].map(toldBy) as [Told, Told]
  return (Object.keys(signed) as (keyof Told)[])
    .filter((field) => shown[field] !== signed[field])
    .map((field) => ({ field, shown: shown[field] ?? null, signed: signed[field] }))
}

type Told = ReturnType<typeof toldBy>

/** What of a reading a point holds. */
const toldBy = ({ value, n, numerator, denominator, low, high, missing, coverage, flags }: Reading) => {
  return { value, n, numerator, denominator, low, high, missing, ...coverage, flags: flags.join(' ') }
}

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
