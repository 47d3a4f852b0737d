import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from '#server/db/new-id.ts'
import { asCsv, type DemoDataset } from '#server/db/seeds/demo/facts.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import type { ActionContext } from '../context.ts'
import { DEMO_SOURCE } from '../imports/remove-demo.ts'
import { runImport } from '../imports/run-import.ts'

// Invented figures come in through the same import that real ones take.

const IDENTITY = { ref: 'ref', agency: 'agency', service: 'service' }
const same = (...names: string[]) => Object.fromEntries(names.map((name) => [name, name]))

/** Which column each field is, by the headers of the seeds. */
const COLUMNS: Record<DemoDataset, Record<string, string>> = {
  cases: {
    ...IDENTITY,
    ...same('channel', 'outcome'),
    submittedAt: 'submitted',
    completedAt: 'completed',
  },
  surveys: { ...IDENTITY, answeredAt: 'answered', ...same(...ELEMENTS) },
  complaints: { ...IDENTITY, receivedAt: 'received', resolvedAt: 'resolved', class: 'class' },
  costs: same('agency', 'period', 'cost', 'staff'),
  targets: same('agency', 'indicator', 'period', 'kind', 'value', 'text', 'provenance'),
  innovations: {
    ...same('agency', 'name', 'stage', 'initiator', 'kind', 'form', 'aim', 'budget'),
    startedOn: 'started',
    trialOn: 'trial',
  },
}

/** @returns imports lines of a dataset that tell of the days from `from` to `to` */
export function makeDelivery(context: ActionContext) {
  const folder = join(context.dataDir, 'tmp', 'demo')
  return async (dataset: DemoDataset, lines: string[], from: string, to: string): Promise<void> => {
    if (lines.length === 0) return
    await mkdir(folder, { recursive: true })
    const path = join(folder, `${dataset}.csv`)
    await writeFile(path, asCsv(dataset, lines))
    try {
      await runImport(context, {
        importId: newId(),
        dataset,
        mapping: {
          dataset,
          source: DEMO_SOURCE,
          format: {
            timezone: context.defaultTimezone,
            datetime: dataset === 'cases' ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd',
            delimiter: ',',
          },
          columns: COLUMNS[dataset],
          covers: [from, to],
          asOf: to,
        },
        mappingDir: null,
        files: [{ path, name: `${dataset}.csv` }],
        dryRun: false,
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}
