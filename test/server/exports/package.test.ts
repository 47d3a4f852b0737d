import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
// @ts-expect-error: comes without types
import datapackage from 'datapackage'
import { strFromU8, unzipSync } from 'fflate'
// @ts-expect-error: comes without types
import jsonld from 'jsonld'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openImportEngine, quote } from '#server/db/import-engine.ts'
import { dcatCatalog } from '#server/exports/package/dcat.ts'
import { packageFiles } from '#server/exports/package/package-files.ts'
import { writeFiles, zipFiles } from '#server/exports/package/write-package.ts'
import { isSignedBy } from '#shared/proof/digest.ts'
import csvwSchema from '#test/fixtures/schemas/csvw.schema.json' with { type: 'json' }
import { HAND_MADE_POINTS, handMadeRelease } from '#test/support/hand-made-release.ts'
import { type Row, readCsv, readParquet } from '#test/support/read-tables.ts'

// A package as those who take it open it: by the validators and readers of each format, none of them ours.

const { Package } = datapackage
const ORIGIN = 'https://terukur.example.go.id'

let dir: string
let names: string[]
const release = handMadeRelease()
const bytes = (path: string) => readFile(join(dir, path))
const json = async (path: string) => JSON.parse(await readFile(join(dir, path), 'utf8'))

beforeAll(async () => {
  const work = await mkdtemp(join(tmpdir(), 'terukur-package-'))
  dir = join(work, 'package')
  await writeFiles(dir, packageFiles(release, { dataDir: work, origin: ORIGIN }))
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  names = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dir.length + 1)
        .replaceAll(sep, '/'),
    )
    .sort()
})
afterAll(() => rm(join(dir, '..'), { recursive: true, force: true }))

test('the parts are there byte by byte as they were signed', async () => {
  for (const { name, sha256, bytes: size } of release.manifest.parts) {
    const file = await bytes(name)
    expect([name, createHash('sha256').update(file).digest('hex'), file.length]).toEqual([name, sha256, size])
  }
  const signed = await json('release.json')
  expect(await readFile(join(dir, 'manifest.json'), 'utf8')).toBe(signed.manifest)
  expect(await isSignedBy(signed.manifest, signed.signature, signed.publicKey)).toBe(true)
})

describe('Frictionless', () => {
  test('the package is a valid tabular data package whose tables and foreign keys its reader reads', async () => {
    const found = await Package.load(await json('datapackage.json'), { basePath: dir, strict: true })
    expect([found.valid, found.errors, found.descriptor.profile]).toEqual([true, [], 'tabular-data-package'])
    const tables: Record<string, Row[]> = {}
    for (const resource of found.resources) {
      await resource.checkRelations()
      tables[resource.name] = await resource.read({ keyed: true })
      const file = await bytes(resource.descriptor.path)
      expect(resource.descriptor).toMatchObject({
        bytes: file.length,
        hash: `sha256:${createHash('sha256').update(file).digest('hex')}`,
      })
    }
    expect(Object.keys(tables)).toEqual(['readings', 'agencies', 'services', 'indicators', 'changes'])
    expect(tables.readings!.map((row) => [row.period, row.value, row.missing, row.flags])).toEqual(
      HAND_MADE_POINTS.map(({ point: [period, value, , , , , , missing, , , flags] }) => [
        period,
        value,
        missing,
        flags.join(' ') || null,
      ]),
    )
    expect(tables.changes).toMatchObject([{ agency: 'dinas-a', old_value: 3, new_value: 4 }])
  })

  test('a code that no table knows is found', async () => {
    const descriptor = await json('datapackage.json')
    descriptor.resources[1].data = [['code', 'label_id', 'label_en', 'level', 'parent', 'region']]
    for (const name of ['path', 'format', 'dialect', 'bytes', 'hash']) delete descriptor.resources[1][name]
    const found = await Package.load(descriptor, { basePath: dir })
    await expect(found.getResource('readings').checkRelations()).rejects.toThrow(/[Ff]oreign [Kk]ey/)
  })
})

test('CSVW metadata follow the recommendation, and name the columns that the files have', async () => {
  const metadata = await json('data/readings.csv-metadata.json')
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats.default(ajv)
  const isValid = ajv.compile(csvwSchema)
  expect([isValid(metadata), isValid.errors]).toEqual([true, null])
  const wrong = structuredClone(metadata)
  wrong.tables[0].tableSchema.columns[0].description = 'no common property'
  expect(isValid(wrong)).toBe(false)
  const urls = metadata.tables.map(({ url }: { url: string }) => url)
  for (const { url, tableSchema } of metadata.tables) {
    const [head] = (await readFile(join(dir, 'data', url), 'utf8')).split('\r\n')
    const columns = tableSchema.columns.map(({ name }: { name: string }) => name)
    expect(columns.join(',')).toBe(head)
    for (const { columnReference, reference } of tableSchema.foreignKeys) {
      expect(columns).toContain(columnReference)
      expect(urls).toContain(reference.resource)
    }
  }
})

describe('DCAT', () => {
  const dcat = (name: string) => `http://www.w3.org/ns/dcat#${name}`
  const dct = (name: string) => `http://purl.org/dc/terms/${name}`
  // Nothing may be fetched to read it.
  const offline = { documentLoader: (url: string) => Promise.reject(new Error(`asked for ${url}`)) }
  // biome-ignore lint/suspicious/noExplicitAny: expanded JSON-LD is a tree of anything
  const expand = async (document: object): Promise<any> => (await jsonld.expand(document, offline))[0]

  /** Mandatory and recommended of DCAT-AP, and what a catalogue shows first. */
  const OF_DATASET = [
    dct('title'),
    dct('description'),
    dct('identifier'),
    dct('issued'),
    dct('publisher'),
    dct('license'),
    dct('temporal'),
    dct('spatial'),
    dct('accrualPeriodicity'),
    dct('language'),
    dcat('theme'),
    dcat('keyword'),
    dcat('version'),
    dcat('distribution'),
  ]
  const OF_DISTRIBUTION = [
    dcat('accessURL'),
    dcat('downloadURL'),
    dcat('mediaType'),
    dct('license'),
    dct('title'),
  ]

  test('a release is a dataset with its files and their checksums', async () => {
    const dataset = await expand(await json('dcat.jsonld'))
    expect(dataset['@type']).toEqual([dcat('Dataset')])
    expect(OF_DATASET.filter((name) => !dataset[name]?.length)).toEqual([])
    expect(dataset[dct('title')].map((one: Row) => one['@language']).sort()).toEqual(['en', 'id'])
    expect(dataset[dct('temporal')][0]).toMatchObject({
      [dcat('startDate')]: [{ '@value': '2026-01-01' }],
      [dcat('endDate')]: [{ '@value': '2026-03-31' }],
    })
    for (const one of dataset[dcat('distribution')]) {
      expect(OF_DISTRIBUTION.filter((name) => !one[name]?.length)).toEqual([])
      expect(one[dcat('downloadURL')][0]['@id']).toMatch(
        /^https:\/\/terukur\.example\.go\.id\/api\/v1\/releases\/2026-03\//,
      )
    }
    const csv = dataset[dcat('distribution')].find((one: Row) => JSON.stringify(one).includes('/data.csv'))
    expect(
      csv['http://spdx.org/rdf/terms#checksum'][0]['http://spdx.org/rdf/terms#checksumValue'],
    ).toMatchObject([
      {
        '@value': createHash('sha256')
          .update(await bytes('data/readings.csv'))
          .digest('hex'),
      },
    ])
  })

  test('a catalogue holds every release', async () => {
    const second = { ...release.manifest, code: '2026-03-r1', replaces: '2026-03', kind: 'revision' as const }
    const catalog = await expand(dcatCatalog(ORIGIN, [second, release.manifest]))
    expect(catalog['@type']).toEqual([dcat('Catalog')])
    expect(catalog[dcat('dataset')].map((one: Row) => one['@id'])).toEqual([
      `${ORIGIN}/api/v1/releases/2026-03-r1`,
      `${ORIGIN}/api/v1/releases/2026-03`,
    ])
    expect(catalog[dcat('dataset')][0]['http://www.w3.org/ns/prov#wasRevisionOf']).toEqual([
      { '@id': `${ORIGIN}/api/v1/releases/2026-03` },
    ])
  })
})

test('SDMX-CSV keeps to the rules of 2.0, one observation for each figure', async () => {
  const rows = readCsv(await bytes('sdmx/readings.csv'))
  const dimensions = ['FREQ', 'INDICATOR', 'AGENCY', 'SERVICE', 'TIME_PERIOD'] as const
  expect(Object.keys(rows[0]!).slice(0, 9)).toEqual([
    'STRUCTURE',
    'STRUCTURE_ID',
    'ACTION',
    ...dimensions,
    'OBS_VALUE',
  ])
  for (const row of rows) {
    expect(row).toMatchObject({
      STRUCTURE: 'dataflow',
      STRUCTURE_ID: expect.stringMatching(/^\w+:\w+\(\d+\.\d+\)$/),
      ACTION: 'I',
    })
    for (const name of dimensions.slice(0, 4)) expect(row[name]).toMatch(/^[A-Za-z0-9_@$-]+$/)
    expect(String(row.TIME_PERIOD)).toMatch(/^(\d{4}(-\d{2}|-Q[1-4]|-S[12])?|\d{4}-\d{2}-\d{2}\/P\d+M)$/)
    expect(row.OBS_VALUE === null).toBe(row.OBS_STATUS !== 'A')
  }
  expect(new Set(rows.map((row) => dimensions.map((name) => row[name]).join(' '))).size).toBe(rows.length)
  expect(rows.map((row) => row.OBS_VALUE)).toEqual(HAND_MADE_POINTS.map(({ point }) => point[1]))
  expect([...new Set(rows.map((row) => row.OBS_STATUS))].sort()).toEqual(['A', 'L', 'M', 'O', 'Q'])
  expect(rows.filter((row) => row.FREQ === '_Z').map((row) => row.TIME_PERIOD)[0]).toBe('2026-01-01/P3M')
})

test('CSV and Parquet say the same to DuckDB and to others, with the types they mean', async () => {
  const parquet = await readParquet(await bytes('data/readings.parquet'))
  const csv = readCsv(await bytes('data/readings.csv'))
  expect(
    parquet.map(({ value, n, low, missing, coverage_reporting }) => [
      value,
      n,
      low,
      missing,
      coverage_reporting,
    ]),
  ).toEqual(
    csv.map(({ value, n, low, missing, coverage_reporting }) => [value, n, low, missing, coverage_reporting]),
  )
  // What stands before a formula in CSV is not in Parquet, which no spreadsheet runs.
  expect(parquet[9]).toMatchObject({ agency: 'kota', agency_label_id: 'Kota "Maju"' })
  expect(parquet.some((row) => row.agency_label_id === '=HYPERLINK("http://x","y")')).toBe(true)
  expect(csv.some((row) => row.agency_label_id === `'=HYPERLINK("http://x","y")`)).toBe(true)
  expect(csv.some((row) => row.agency_label_id === "'+62, Dinas\r\nB")).toBe(true)
  const engine = await openImportEngine(join(dir, '..', 'look.duckdb'), {
    tempDir: dir,
    readable: [],
    memoryLimitMb: 256,
  })
  try {
    const sums = (from: string) =>
      engine.rows(`select count(*) as rows, sum(value) as value, count(distinct agency_label_en) as names,
        min(period_start) = date '2026-01-01' as starts, max(period_end) = date '2026-12-31' as ends from ${from}`)
    const ofParquet = await sums(`read_parquet(${quote(join(dir, 'data/readings.parquet'))})`)
    expect(ofParquet).toMatchObject([{ rows: HAND_MADE_POINTS.length, names: 4, starts: true, ends: true }])
    expect(await sums(`read_csv(${quote(join(dir, 'data/readings.csv'))})`)).toEqual(ofParquet)
    const types = await engine.rows<{ column_name: string; column_type: string }>(
      `describe select * from read_parquet(${quote(join(dir, 'data/readings.parquet'))})`,
    )
    expect(types.filter(({ column_type: type }) => type !== 'VARCHAR')).toMatchObject([
      { column_name: 'period_start', column_type: 'DATE' },
      { column_name: 'period_end', column_type: 'DATE' },
      ...['value', 'n', 'numerator', 'denominator', 'low', 'high'].map((name) => ({
        column_name: name,
        column_type: 'DOUBLE',
      })),
      { column_name: 'coverage_reporting', column_type: 'INTEGER' },
      { column_name: 'coverage_expected', column_type: 'INTEGER' },
    ])
  } finally {
    engine.close()
  }
})

test('the readmes say what it is in both languages, and no text of others is markup', async () => {
  const [english, indonesian] = [
    await readFile(join(dir, 'README.md'), 'utf8'),
    await readFile(join(dir, 'BACA-SAYA.md'), 'utf8'),
  ]
  expect(english).toContain('# Terukur, release 2026-03')
  expect(english).toContain('completed by due date ÷ due in the period')
  expect(english).toContain('CC BY 4.0')
  expect(english).toContain(
    `Terukur. (5 April 2026). Terukur, release 2026-03 [Data set, release 2026-03]. ${ORIGIN}/api/v1/releases/2026-03`,
  )
  expect(indonesian).toContain('# Terukur, rilis 2026-03')
  for (const text of [english, indonesian]) {
    expect(text).toContain('Server \\<b\\>mati\\</b\\> \\# sejak Februari')
    expect(text).not.toMatch(/undefined|\[object|NaN/)
  }
})

test('the archive holds the same files, and is the same bytes each time', async () => {
  const zip = async () => {
    const pieces: Uint8Array[] = []
    const files = packageFiles(release, { dataDir: join(dir, '..'), origin: ORIGIN })
    for await (const piece of zipFiles(files, release.manifest.publishAt)) pieces.push(piece)
    return Buffer.concat(pieces)
  }
  const first = await zip()
  const held = unzipSync(first)
  expect(Object.keys(held).sort()).toEqual(names)
  for (const name of names.filter((one) => one !== 'data/readings.parquet')) {
    expect(strFromU8(held[name]!)).toBe((await bytes(name)).toString())
  }
  expect(
    createHash('sha256')
      .update(await zip())
      .digest('hex'),
  ).toBe(createHash('sha256').update(first).digest('hex'))
})

test('no file of a package leads out of its folder', async () => {
  async function* evil() {
    yield { path: 'readings/../../out.ndjson', bytes: [new Uint8Array(1)] as never }
  }
  await expect(writeFiles(dir, evil())).rejects.toThrow('leads out')
})
