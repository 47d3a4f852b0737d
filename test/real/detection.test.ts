import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { detectFiles } from '#server/ingest/detect/detect-files.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { hasReal, readMapping, readRealText } from '#test/support/real-data.ts'

// How many columns of real files are matched by themselves as people have mapped them by hand (test/mappings), with an
// instance that knows no agency and no service yet.

const ROWS = 10_000

interface Set {
  mapping: string
  file: string
  dataset: Dataset
  /** fields that are found as they were mapped */
  found: string[]
  /** found, but in another column: it has the other’s meaning too */
  otherwise: Record<string, string>
  /** that nothing in the file tells */
  missed: string[]
}

const SETS: Set[] = [
  {
    mapping: 'boston-311',
    file: 'boston-311-2011h2/cases.csv.gz',
    dataset: 'cases',
    found: [
      'agency',
      'channel',
      'completedAt',
      'dueAt',
      'outcome',
      'ref',
      'region',
      'service',
      'submittedAt',
    ],
    otherwise: {},
    missed: [],
  },
  {
    mapping: 'nyc-council',
    file: 'nyc-council-casework-2015-2025/cases.csv.gz',
    dataset: 'cases',
    found: ['agency', 'completedAt', 'ref', 'region', 'service', 'submittedAt'],
    otherwise: {},
    missed: [],
  },
  {
    mapping: 'wabo-last-event',
    file: 'wabo-permit-eventlog/receipt.csv.gz',
    dataset: 'cases',
    found: ['dueAt', 'ref', 'submittedAt'],
    // The office that handles a case, not its channel; the end of the case, not its last event.
    otherwise: { agency: 'case:department', completedAt: 'case:enddate' },
    missed: [],
  },
  {
    mapping: 'sfo-airport',
    file: 'sfo-airport-survey-2010-2018/2016.csv.gz',
    dataset: 'surveys',
    found: ['answeredAt', 'ref', 'weight'],
    otherwise: {},
    // One of ninety questions, by its number only.
    missed: ['score'],
  },
]

test.each(SETS)('$mapping', async ({ mapping: name, file, ...expected }) => {
  if (!hasReal(file.split('/')[0]!)) return
  const folder = await mkdtemp(join(tmpdir(), 'detect-'))
  try {
    const path = join(folder, 'cases.csv')
    await writeFile(path, readRealText(file).split('\n').slice(0, ROWS).join('\n'))
    const { detection, suggested } = await detectFiles({
      folder,
      files: [{ path, name: 'cases.csv' }],
      reading: {},
      dataset: null,
      agency: null,
      timezone: 'Asia/Jakarta',
      today: '2026-11-27',
      known: { agencies: [], services: [], indicators: [], complaintClasses: [] },
    })
    const matched = new Map(detection.matches.map(({ field, header }) => [field, header]))
    const byHand = readMapping(name).columns as Record<string, unknown>
    const found: string[] = []
    const otherwise: Record<string, string> = {}
    const missed: string[] = []
    for (const [field, spec] of Object.entries(byHand)) {
      const header = matched.get(field)
      if (header === undefined) missed.push(field)
      else if (headersIn(spec).includes(header)) found.push(field)
      else otherwise[field] = header
    }
    expect({ dataset: suggested.dataset, found: found.sort(), otherwise, missed }).toEqual(expected)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** The headers that a column of a mapping may be read from. */
function headersIn(spec: unknown): string[] {
  if (typeof spec === 'string') return [spec]
  const { column, anyOf = [], from = [] } = spec as { column?: string; anyOf?: string[]; from?: string[] }
  return [...(column ? [column] : []), ...anyOf, ...from]
}
