import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openImportEngine } from '#server/db/import-engine.ts'
import { type DetectInput, detectFiles } from '#server/ingest/detect/detect-files.ts'
import { prepareImport, readIssues } from '#server/ingest/prepare-import.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'

// A file of an office, taken as it is suggested: what a person gets who reads nothing and agrees to everything.

const known = {
  agencies: [{ code: 'own', name: 'Own' }],
  services: [],
  indicators: INDICATORS.map(({ id, unit }) => ({ code: id, name: id, unit })),
  complaintClasses: [],
}

/** Finds out what a file is and reads it so. `rows`: what would be written, each as the fields that it has. */
export async function takeSuggested(
  content: string | Uint8Array,
  name: string,
  more: Partial<DetectInput> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'suggested-'))
  try {
    const files = [{ path: join(folder, 'upload'), name }]
    await writeFile(files[0]!.path, content)
    const found = await detectFiles({
      folder,
      files,
      reading: {},
      dataset: null,
      agency: 'own',
      timezone: 'Asia/Jakarta',
      today: '2026-11-27',
      known,
      ...more,
    })
    const mapping = parseMapping({ ...found.suggested, create: ['agency', 'service', 'indicator'] })
    const prepared = await prepareImport({
      dataset: mapping.dataset,
      mapping,
      mappingDir: null,
      files,
      workDir: folder,
      known,
      realm: null,
      now: '2026-11-27T00:00:00.000Z',
      defaultTimezone: 'Asia/Jakarta',
      memoryLimitMb: 512,
    })
    const issues = await readIssues(prepared.databasePath, 1000)
    const engine = await openImportEngine(prepared.databasePath, {
      tempDir: folder,
      readable: [],
      memoryLimitMb: 256,
    })
    const ready = await engine.rows<Record<string, string | number | null>>('select * from ready')
    engine.close()
    const rows = ready.map(
      (row): Record<string, string | number | null> => ({
        ...row,
        service: prepared.services[Number(row.service_index)]?.name ?? null,
      }),
    )
    return { ...found, mapping, prepared, issues, rows }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
