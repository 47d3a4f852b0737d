import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { ReadDb } from '#server/db/database.ts'
import { type LineRow, lineKey, listLines } from '#server/db/queries/release-lines.ts'
import type { FigureChange, ReleasedLine, ReleasePart } from '#shared/contract/release.ts'
import { canonicalJson } from '#shared/proof/canonical.ts'
import { changesOfLine, type ReleaseBefore } from '#shared/proof/changes-of-line.ts'

// Puts together what a release holds in files beside the data: which lines it says otherwise than the release before,
// which figures changed, and the hash of each part. Nothing of it is in the database yet, and memory stays flat.

/** A part made of lines, in their order. */
export interface LinesPart {
  part: 'readings' | 'cells'
  /** 0: everything together */
  agencyId: number
  /** without folder and ending */
  name: string
  lines: StagedLine[]
}

export interface StagedLine {
  indicator: string
  /** '': all together */
  service: string
  grain: string
  year: string
  body: string
  /** of readings */
  figures?: ReleasedLine
}

export interface Stage {
  parts: (ReleasePart & { agencyId: number })[]
  counts: { agencies: number; readings: number; changed: number }
  /** whether any line differs from the release before */
  isOther: boolean
  /** files of JSON rows; see write-release.ts */
  linesFile: string
  changesFile: string
}

export interface Staging {
  /** of work files */
  folder: string
  code: string
  publishAt: string
  reason: string | null
  /** last day of the last month */
  lastDay: string
  previous: (ReleaseBefore & { sequence: number }) | null
  signal?: AbortSignal | undefined
}

export async function stageRelease(
  db: ReadDb,
  parts: AsyncIterable<LinesPart>,
  staging: Staging,
): Promise<Stage> {
  const lines = new RowFile(join(staging.folder, 'lines.ndjson'))
  const changes = new RowFile(join(staging.folder, 'changes.ndjson'))
  const log = new PartHash('changes.ndjson')
  const stage: Stage = {
    parts: [],
    counts: { agencies: 0, readings: 0, changed: 0 },
    isOther: false,
    linesFile: lines.path,
    changesFile: changes.path,
  }
  const seen = { readings: new Set<number>(), cells: new Set<number>() }
  const { previous } = staging

  const take = async (one: LinesPart): Promise<void> => {
    const { part, agencyId, name } = one
    seen[part].add(agencyId)
    const hash = new PartHash(`${part}/${name}.ndjson`)
    const before = previous ? await listLines(db, previous.sequence, { part, agencyIds: [agencyId] }) : []
    const old = new Map(before.map((row) => [lineKey(row), row]))
    for (const line of one.lines) {
      hash.add(line.body)
      const key = lineKey(line)
      const was = old.get(key)
      old.delete(key)
      if (line.figures) stage.counts.readings += line.figures.points.length
      if (was?.body === line.body) continue
      stage.isOther = true
      await lines.add(rowOf(one, line, { ends: was !== undefined, body: line.body }))
      if (line.figures) await note(agencyId, was, line.figures)
    }
    for (const was of old.values()) {
      stage.isOther = true
      await lines.add(rowOf(one, was, { ends: true, body: null }))
      if (part === 'readings') await note(agencyId, was, null)
    }
    if (one.lines.length === 0) return
    stage.parts.push({ agencyId, ...hash.end() })
    if (part === 'readings' && agencyId !== 0) stage.counts.agencies++
  }
  const note = async (
    agencyId: number,
    was: LineRow | undefined,
    now: ReleasedLine | null,
  ): Promise<void> => {
    if (!previous) return
    const old = was ? (JSON.parse(was.body) as ReleasedLine) : null
    for (const change of changesOfLine(old, now, staging, previous)) {
      const body = canonicalJson(change)
      log.add(body)
      await changes.add(changeRow(agencyId, stage.counts.changed++, change, body))
    }
  }

  try {
    for await (const part of parts) {
      staging.signal?.throwIfAborted()
      await take(part)
      // Others are answered in between.
      await setImmediate()
    }
    // Agencies that the release before knew, and that are no more.
    for (const part of ['readings', 'cells'] as const) {
      if (!previous) break
      const gone = await listGone(db, previous.sequence, part, seen[part])
      for (const agencyId of gone) await take({ part, agencyId, name: '', lines: [] })
    }
    stage.parts.push({ agencyId: 0, ...log.end() })
    return stage
  } finally {
    await Promise.all([lines.end(), changes.end()])
  }
}

async function listGone(
  db: ReadDb,
  sequence: number,
  part: 'readings' | 'cells',
  seen: ReadonlySet<number>,
): Promise<number[]> {
  const rows = await db
    .selectFrom('releaseLine')
    .select('agencyId')
    .distinct()
    .where('part', '=', part)
    .where('fromSequence', '<=', sequence)
    .where('toSequence', 'is', null)
    .orderBy('agencyId')
    .execute()
  return rows.map(({ agencyId }) => agencyId).filter((agencyId) => !seen.has(agencyId))
}

const rowOf = (
  { part, agencyId }: LinesPart,
  { indicator, service, grain, year }: Omit<StagedLine, 'body' | 'figures'>,
  what: { ends: boolean; body: string | null },
) => ({ agency_id: agencyId, part, indicator, service, grain, year, ...what })

const changeRow = (agencyId: number, position: number, change: FigureChange, body: string) => ({
  agency_id: agencyId,
  position,
  indicator: change.indicator,
  service: change.service ?? '',
  grain: change.grain,
  period: change.period,
  body,
})

/** Name, hash and size of a document that is made line by line. */
export class PartHash {
  readonly #name: string
  readonly #hash = createHash('sha256')
  #bytes = 0

  constructor(name: string) {
    this.#name = name
  }

  add(line: string): void {
    const bytes = Buffer.from(`${line}\n`)
    this.#hash.update(bytes)
    this.#bytes += bytes.length
  }

  end(): ReleasePart {
    return { name: this.#name, sha256: this.#hash.digest('hex'), bytes: this.#bytes }
  }
}

class RowFile {
  readonly path: string
  readonly #stream: WriteStream

  constructor(path: string) {
    this.path = path
    this.#stream = createWriteStream(path)
  }

  async add(row: Record<string, unknown>): Promise<void> {
    if (!this.#stream.write(`${JSON.stringify(row)}\n`)) await once(this.#stream, 'drain')
  }

  async end(): Promise<void> {
    this.#stream.end()
    if (!this.#stream.writableFinished) await once(this.#stream, 'finish')
  }
}
