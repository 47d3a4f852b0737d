import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { memoryLimitMb } from '#server/db/memory-limit.ts'
import { measureCached } from './cached.ts'
import { importByCommand, makeCorrections, makeDelivery, sizeOf } from './imports.ts'
import { makeCases } from './make-cases.ts'
import type { Line } from './measure.ts'
import { bareLoad, validatedLoad } from './plain-loads.ts'
import { askOnPostgres } from './postgres.ts'
import { measurePushes } from './pushes.ts'
import { askQuestions, QUESTIONS } from './questions.ts'
import { measureRelease } from './releases.ts'

// npm run bench [-- ROWS,ROWS]: ratios against a baseline of the same run, as a table and as JSON. Default: 1 M, 10 M.

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, '.bench')
const sizes = (process.argv[2] ?? '1000000,10000000').split(',').map(Number)
const lines: Line[] = []
/** Single pushes a second that a server must keep up with. */
const PUSHES = 500
const questionMs = new Map<string, number>()

await mkdir(folder, { recursive: true })
for (const rows of sizes) await benchmark(rows)
await benchmarkRelease()
print(lines)
await writeFile(
  join(folder, 'result.json'),
  `${JSON.stringify({ at: new Date().toISOString(), lines }, null, 2)}\n`,
)

function add(
  what: string,
  rows: number,
  value: number,
  unit: string,
  bound?: { reference: number; ratio: number; most?: number; least?: number },
) {
  const limit = bound?.most ?? bound?.least
  lines.push({
    what,
    size: rows.toLocaleString('en'),
    value,
    unit,
    reference: bound?.reference,
    ratio: bound?.ratio,
    target: limit === undefined ? undefined : `${bound?.most === undefined ? '≥' : '≤'} ${limit}`,
    isMet:
      bound?.most !== undefined
        ? bound.ratio <= bound.most
        : bound?.least !== undefined
          ? bound.ratio >= bound.least
          : undefined,
  })
  console.error(`${rows} ${what}: ${value.toFixed(2)} ${unit}${bound ? ` (${bound.ratio.toFixed(2)})` : ''}`)
}

async function benchmark(rows: number): Promise<void> {
  const csv = await makeCases(folder, rows)
  const dataDir = join(folder, `data-${rows}`)
  await rm(dataDir, { recursive: true, force: true })
  await mkdir(dataDir, { recursive: true })
  const database = join(dataDir, 'terukur.duckdb')

  const bare = await bareLoad(folder, csv)
  const cpuBefore = process.cpuUsage()
  const validated = await validatedLoad(folder, csv)
  const cpu = process.cpuUsage(cpuBefore)
  const validatedCpu = (cpu.user + cpu.system) / 1e6
  add('bare load', rows, bare, 's')
  add('validated load', rows, validated, 's')

  const first = await importByCommand(dataDir, [csv])
  add('whole import / validated load', rows, first.seconds, 's', {
    reference: validated,
    ratio: first.seconds / validated,
    most: 2,
  })
  add('whole import / bare load (goal 2)', rows, first.seconds, 's', {
    reference: bare,
    ratio: first.seconds / bare,
  })
  if (first.cpuSeconds !== null) {
    add('whole import / validated load, processor time', rows, first.cpuSeconds, 's', {
      reference: validatedCpu,
      ratio: first.cpuSeconds / validatedCpu,
    })
  }
  if (first.peakMb !== null) {
    add('peak memory / engine limit', rows, first.peakMb, 'MB', {
      reference: memoryLimitMb(),
      ratio: first.peakMb / memoryLimitMb(),
      most: 1.3,
    })
  }
  const bytes = await sizeOf(database)
  add('storage per case', rows, bytes / rows, 'bytes', { reference: 60, ratio: bytes / rows / 60, most: 1 })
  const again = await importByCommand(dataDir, [csv])
  add('the same file again / first import', rows, again.seconds, 's', {
    reference: first.seconds,
    ratio: again.seconds / first.seconds,
  })
  // By the import's own clock: a server that runs does not start anew for every delivery.
  const corrections = {
    'a delivery of 10,000 corrections / first import': await makeDelivery(
      csv,
      10_000,
      join(dataDir, 'delivery.csv'),
    ),
    '10,000 corrections scattered over all / first import': await makeCorrections(
      csv,
      10_000,
      1,
      join(dataDir, 'corrections.csv'),
    ),
  }
  for (const [what, file] of Object.entries(corrections)) {
    const { result } = await importByCommand(dataDir, [file])
    if (result.updated !== 10_000) throw new Error(`${what}: ${result.updated} cases were corrected.`)
    const ratio = result.seconds / first.result.seconds
    add(what, rows, result.seconds, 's', { reference: first.result.seconds, ratio, most: 0.05 })
  }
  const one = await makeCorrections(csv, 1, 30, join(dataDir, 'correction.csv'))
  const single = await importByCommand(dataDir, [one])
  if (single.result.updated !== 1) throw new Error('The correction of one case changed nothing.')
  add('one corrected case, acknowledged', rows, single.result.seconds, 's')

  for (const { name, ms, referenceMs, readings } of await askQuestions(`duckdb:${database}`, dataDir, 15)) {
    add(`${name} (${readings} readings)`, rows, ms, 'ms', {
      reference: referenceMs,
      ratio: ms / referenceMs,
      most: 1.5,
    })
    const before = questionMs.get(name)
    if (before !== undefined)
      add(`${name}: against ${sizes[0]!.toLocaleString('en')}`, rows, ms, 'ms', {
        reference: before,
        ratio: ms / before,
        most: 1.5,
      })
    else questionMs.set(name, ms)
  }
  if (rows !== sizes[0]) return
  for (const { name, ms } of await askOnPostgres(dataDir, csv, 15)) {
    const reference = questionMs.get(name)!
    add(`${name}: PostgreSQL / DuckDB`, rows, ms, 'ms', { reference, ratio: ms / reference, most: 3 })
  }
  const env = { TERUKUR_DATA_DIR: dataDir, DATABASE_URL: `duckdb:${database}` }
  const pushed = await measurePushes(env, `${database}.server.json`, { rate: PUSHES, seconds: 120 })
  const { acknowledgedAfter: waited, fresh } = pushed
  add(`pushes acknowledged, of ${PUSHES} a second`, rows, pushed.acknowledged / pushed.seconds, '/s', {
    reference: PUSHES,
    ratio: pushed.acknowledged / pushed.seconds / PUSHES,
    least: 1,
  })
  add('… until acknowledged, median', rows, waited.median, 'ms')
  add('… until acknowledged, 95 %', rows, waited.p95, 'ms')
  add('… from there to a reading, 95 %', rows, fresh.p95, 'ms', {
    reference: 1000,
    ratio: fresh.p95 / 1000,
    most: 1,
  })
  if (pushed.cores !== null) add('… processors used by the server', rows, pushed.cores, 'cores')
  const cached = await measureCached(env, QUESTIONS[1]!.path)
  add(`kept answer of ${Math.round(cached.bytes / 1000)} kB`, rows, cached.kept, 'req/s', {
    reference: cached.keptReference,
    ratio: cached.kept / cached.keptReference,
    least: 0.6,
  })
  add('304', rows, cached.notModified, 'req/s', {
    reference: cached.notModifiedReference,
    ratio: cached.notModified / cached.notModifiedReference,
    least: 0.7,
  })
}

async function benchmarkRelease(): Promise<void> {
  const { freezeSeconds, freezeCpuSeconds, figures, questions } = await measureRelease(folder, 15)
  add('release of 600 agencies × 36 months, figures frozen / 60 s', figures, freezeSeconds, 's', {
    reference: 60,
    ratio: freezeSeconds / 60,
    most: 1,
  })
  add('… in processor time', figures, freezeCpuSeconds, 's')
  for (const { name, ms, liveMs, firstMs } of questions) {
    add(`${name}: released / live, processor time`, figures, ms, 'ms', {
      reference: liveMs,
      ratio: ms / liveMs,
      most: 1,
    })
    add('… when first asked', figures, firstMs, 'ms')
  }
}

function print(all: readonly Line[]): void {
  const text = (value: number | undefined, digits = 2) => (value === undefined ? '' : value.toFixed(digits))
  console.log(
    '| cases | what | measured | reference | ratio | target | |\n|---:|---|---:|---:|---:|---:|---|',
  )
  for (const { size, what, value, unit, reference, ratio, target, isMet } of all) {
    console.log(
      `| ${size} | ${what} | ${text(value)} ${unit} | ${text(reference)} | ${text(ratio)} | ${target ?? ''} | ${isMet === undefined ? '' : isMet ? 'met' : 'missed'} |`,
    )
  }
}
