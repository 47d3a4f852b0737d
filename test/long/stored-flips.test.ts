import { type Expression, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeRelease, reviseRelease } from '#server/actions/releases/freeze.ts'
import { rotateReleaseKey } from '#server/actions/releases/rotate-key.ts'
import { listCodes, servedRelease } from '#server/cli/release-source.ts'
import { verifyAudit } from '#server/db/queries/audit.ts'
import { createReleaseApp } from '#server/http/query-app.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { makeDice } from '#test/support/dice.ts'
import { importText } from '#test/support/import.ts'
import { plantProof, verifyAll } from '#test/support/proof-world.ts'
import { lines } from '#test/support/small-file.ts'

// Any character of what is stored of a release, or of the audit log, is changed in the database: `verify` must find it.

const FLIPS = Math.max(1, Math.round(2 * Number(process.env.TEST_SCALE ?? '1')))
const dice = makeDice()

/** Columns that are published as they are, or that others are checked by. */
const STORED = {
  release: ['code', 'manifest', 'sha256', 'signature', 'key_id'],
  release_part: ['name', 'body'],
  release_line: ['part', 'indicator', 'service', 'body'],
  release_change: ['body'],
  release_key: ['key_id', 'public_key', 'endorsement', 'previous_key_id'],
} as const
const AUDIT = ['audit_id', 'actor', 'action', 'subject', 'detail', 'place', 'previous_hash', 'hash'] as const
/** The rows of this test may all leave it out. */
const OFTEN_EMPTY = new Set<string>(['place'])

describe.each(ENGINES)(`flips on %s (TEST_SEED=${dice.seed})`, (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    test.setClock('2026-03-05T03:00:00.000Z')
    await plantProof(test)
    await freezeRelease(test.context, { through: '2026-02' })
    await rotateReleaseKey(test.context)
    test.setClock('2026-04-05T03:00:00.000Z')
    await freezeRelease(test.context, { through: '2026-03' })
    await importText(
      test,
      'cases',
      {
        dataset: 'cases',
        columns: { ref: 'ref', agency: 'agency', service: 'service', submittedAt: 'submitted' },
        format: { timezone: 'Asia/Jakarta', datetime: ['yyyy-MM-dd'] },
        asOf: '2026-04-03',
      },
      lines('ref,agency,service,submitted', 'more,north,permit,2026-01-09'),
    )
    test.setClock('2026-04-20T03:00:00.000Z')
    await reviseRelease(test.context, { replaces: '2026-03', reason: 'One case had been forgotten' })
  })
  afterAll(() => test.close())

  /** As the command asks: every published release, the newest over the whole chain. */
  async function findings(): Promise<string[]> {
    const app = createReleaseApp(test.context)
    const get = async (path: string) => app.request(path)
    const found: string[] = []
    for (const [i, code] of (await listCodes(get)).entries()) {
      const verdict = await verifyAll(servedRelease(get, code), { chain: i === 0 })
      found.push(...verdict.findings.map((one) => `${code}: ${one.code}`))
      // One is enough, and each release takes its time.
      if (found.length > 0) break
    }
    return found
  }

  /** A text with one character changed. */
  function flipped(text: string): string {
    const at = dice.int(0, text.length - 1)
    const other = text[at] === '7' ? '8' : '7'
    return text.slice(0, at) + other + text.slice(at + 1)
  }

  /** Runs while one cell of a table says something else. @returns what it said and says; null: there is none to change */
  async function whileFlipped(
    table: string,
    column: string,
    run: (said: string) => Promise<void>,
  ): Promise<boolean> {
    const { db } = test.world
    const [name, cell] = [sql.table(table), sql.ref(column)]
    const where: Expression<unknown> = sql`${cell} is not null and cast(${cell} as varchar) <> ''`
    const { rows } = await sql<{
      value: string
    }>`select distinct cast(${cell} as varchar) as value from ${name} where ${where} order by 1`.execute(
      db.read,
    )
    if (rows.length === 0) return false
    const { value } = dice.pick(rows)
    const changed = flipped(value)
    const set = async (from: string, to: string) => {
      await db.write((tx) => sql`update ${name} set ${cell} = ${to} where ${cell} = ${from}`.execute(tx))
    }
    await set(value, changed)
    try {
      await run(`${table}.${column}: ${value.slice(0, 80)} → ${changed.slice(0, 80)}`)
    } finally {
      await set(changed, value)
    }
    return true
  }

  it('of the audit log are found', async () => {
    const unseen: string[] = []
    for (const column of AUDIT)
      for (let i = 0; i < FLIPS; i++) {
        const isThere = await whileFlipped('audit', column, async (said) => {
          if ((await verifyAudit(test.world.db.read)).fault === null) unseen.push(said)
        })
        expect(isThere || OFTEN_EMPTY.has(column), column).toBe(true)
      }
    expect(unseen).toEqual([])
    expect((await verifyAudit(test.world.db.read)).fault).toBeNull()
  })

  it('of what releases say are found', async () => {
    expect(await findings()).toEqual([])
    const unseen: string[] = []
    for (const [table, columns] of Object.entries(STORED))
      for (const column of columns)
        for (let i = 0; i < FLIPS; i++)
          await whileFlipped(table, column, async (said) => {
            const found = await findings().catch((error: Error) => [error.message])
            if (found.length === 0) unseen.push(said)
          })
    expect(unseen).toEqual([])
    expect(await findings()).toEqual([])
  })
})
