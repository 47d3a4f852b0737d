import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadDb, Tx } from '#server/db/database.ts'
import { newId } from '#server/db/new-id.ts'
import type { Directory } from '#server/readings/directory.ts'
import { localDate } from '#server/readings/local-date.ts'
import { entrySource, readEntry } from '#server/readings/read-entry.ts'
import { actorText } from '#shared/access.ts'
import { EnterValues, type EntryForm, type EntryResult } from '#shared/contract/entry.ts'
import { schemaIssues } from '#shared/contract/faults.ts'
import { checkRow, type EntryIssue } from '#shared/entry/check-row.ts'
import { ENTRY_COLUMNS, type EntryValues, figuresOf } from '#shared/entry/columns.ts'
import { entryIssueText } from '#shared/i18n/entry-issue-text.ts'
import { Refusal } from '#shared/refusal.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { allow } from '../allow.ts'
import type { ActionContext } from '../context.ts'
import { DEMO_SOURCE } from '../imports/remove-demo.ts'
import { runImport } from '../imports/run-import.ts'

type Row = { service: string; values: EntryValues }

/** Takes the figures of one agency and period that were entered by hand, through the one way of imports: the figures,
 *  the delivery, the note and the audit row are one transaction. `claim` joins it, such as the count of a link's uses.
 *  @throws Refusal `invalid` naming row and column, `conflict` when others entered something meanwhile */
export async function enterValues(
  context: ActionContext,
  given: unknown,
  claim: (tx: Tx) => Promise<number | null> = async () => null,
): Promise<EntryResult> {
  const parsed = EnterValues.safeParse(given)
  if (!parsed.success) {
    const issues = schemaIssues(parsed.error.issues)
    throw new Refusal('invalid', 'parameters-invalid', { issues }, { issues })
  }
  const { agency, period, note, version } = parsed.data
  await allow(context, 'values.enter', [agency])
  const { read } = context.world.db
  const delivered = await countDeliveries(read, agency, period)
  const form = await readEntry(context.world, { agency, period, now: context.clock() })
  if (form.version !== version) throw new Refusal('conflict', 'entry-changed', {})
  const rows = parsed.data.rows.map(({ service, values }): Row => ({ service, values: told(values) }))
  refuseWrong(rows, form, await context.world.directory())
  const facts = rows.flatMap(({ service, values }) =>
    figuresOf(values).map((figure) => ({ agency, service, period, ...figure })),
  )
  if (facts.length === 0) throw new Refusal('invalid', 'entry-empty', {})
  const importId = newId()
  const folder = join(context.dataDir, 'tmp', `import-entry-${importId}`)
  const path = join(folder, 'entry.ndjson')
  await mkdir(folder, { recursive: true })
  let usesLeft: number | null = null
  try {
    await writeFile(path, facts.map((fact) => JSON.stringify(fact)).join('\n'))
    const result = await runImport(context, {
      dataset: 'values',
      mapping: mappingOf(form, context),
      mappingDir: null,
      files: [{ path, name: 'entry.ndjson' }],
      dryRun: false,
      importId,
      action: 'values.enter',
      alongside: async (tx) => {
        // Its own delivery is there by now; another one came between the check above and this transaction.
        if ((await countDeliveries(tx, agency, period)) !== delivered + 1) {
          throw new Refusal('conflict', 'entry-changed', {})
        }
        usesLeft = await claim(tx)
        if (note) await keepNote(tx, { agency, period, note, importId }, context)
      },
    })
    // What was checked above is what the import checks: a row that it refuses is a mistake of ours.
    if (result.rejected > 0)
      throw new Error(`An entered figure was rejected: ${JSON.stringify(result.issues)}`)
    const { inserted, updated, unchanged, removed } = result
    return { importId, inserted, updated, unchanged, removed, usesLeft }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const told = (values: EnterValues['rows'][number]['values']): EntryValues =>
  Object.fromEntries(
    ENTRY_COLUMNS.flatMap((column) => {
      const value = values[column]
      return value === null || value === undefined ? [] : [[column, value]]
    }),
  )

function mappingOf(
  { agency, period, isDemo, hasEnded }: EntryForm,
  { clock, defaultTimezone }: ActionContext,
) {
  const { startsOn, endsOn } = parsePeriod(period)!
  const fields = ['agency', 'service', 'indicator', 'period', 'value', 'numerator', 'denominator', 'weight']
  return {
    dataset: 'values',
    format: { decimal: '.' },
    columns: Object.fromEntries(fields.map((field) => [field, field])),
    // Figures of an invented agency are part of the demo, and go with it.
    ...(isDemo ? { source: DEMO_SOURCE } : { mode: 'snapshot', source: entrySource(agency, period) }),
    covers: [startsOn, hasEnded ? endsOn : localDate(clock(), defaultTimezone)],
  }
}

function refuseWrong(rows: readonly Row[], form: EntryForm, { serviceByCode }: Directory): void {
  const issues = rows.flatMap(({ service, values }, i) => {
    const known = form.services.find(({ code }) => code === service)
    const found: EntryIssue[] = checkRow(values, {
      previous: known?.previous,
      history: known?.history ?? [],
    }).filter(({ severity }) => severity === 'error')
    if (!serviceByCode.has(service) || rows.findIndex((row) => row.service === service) < i) {
      found.push({ column: 'received', code: 'unknown-service', severity: 'error' })
    }
    for (const column of ENTRY_COLUMNS) {
      if (known?.fixed.includes(column) && values[column] === undefined) {
        found.push({ column, code: 'not-removable', severity: 'error' })
      }
    }
    return found.map((issue) => ({
      parameter: `rows.${service}.${issue.column}`,
      message: { id: entryIssueText('id', issue), en: entryIssueText('en', issue) },
    }))
  })
  if (issues.length > 0) throw new Refusal('invalid', 'parameters-invalid', { issues }, { issues })
}

/** How often figures of a period were delivered by an agency. */
async function countDeliveries(db: ReadDb, agency: string, period: string): Promise<number> {
  const { startsOn, endsOn } = parsePeriod(period) ?? { startsOn: '9999-12-31', endsOn: '0001-01-01' }
  const { n } = await db
    .selectFrom('delivery')
    .innerJoin('agency', 'agency.agencyId', 'delivery.agencyId')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('agency.code', '=', agency)
    .where('delivery.dataset', '=', 'values')
    .where('delivery.coversFrom', '<=', endsOn)
    .where('delivery.coversTo', '>=', startsOn)
    .executeTakeFirstOrThrow()
  return n
}

async function keepNote(
  tx: Tx,
  { agency, ...note }: { agency: string; period: string; note: string; importId: string },
  { actor, clock }: ActionContext,
): Promise<void> {
  const { agencyId } = await tx
    .selectFrom('agency')
    .select('agencyId')
    .where('code', '=', agency)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('entryNote')
    .values({ ...note, agencyId, notedBy: actorText(actor), notedAt: clock() })
    .execute()
}
