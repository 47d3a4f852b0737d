import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importTemplate } from '#server/exports/import-template.ts'
import { readXlsx } from '#server/ingest/readers/xlsx.ts'
import { FIELDS } from '#shared/contract/dataset-fields.ts'
import { DATASETS } from '#shared/contract/import.ts'
import { fieldName } from '#shared/i18n/field-name.ts'
import { fields } from '#shared/i18n/id/desk/fields.ts'

test('every dataset has a template that our own reader reads: its columns, and nobody’s examples', async () => {
  const workDir = await mkdtemp(join(tmpdir(), 'terukur-template-'))
  try {
    for (const dataset of DATASETS) {
      const path = join(workDir, `${dataset}.xlsx`)
      await writeFile(path, await importTemplate(dataset, 'id'))
      const target = join(workDir, `${dataset}.csv`)
      const source = { path, name: path, target, workDir, decimal: '.' as const }
      const options = { encoding: undefined, records: undefined, headerRow: undefined, fillDown: undefined }
      const { headers, detected } = await readXlsx({ ...source, ...options, sheet: 'Data' })
      expect(headers.slice(0, FIELDS[dataset]!.required.length)).toEqual(
        FIELDS[dataset]!.required.map((field) => fieldName(fields, dataset, field)),
      )
      expect(detected?.sheets?.map(({ name }) => name)).toEqual(['Data', 'Petunjuk'])
      expect((await readFile(target, 'utf8')).trim().split('\n')).toHaveLength(1)
    }
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
})
