import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
// @ts-expect-error: comes without types
import datapackage from 'datapackage'
import { unzipSync } from 'fflate'
// @ts-expect-error: comes without types
import jsonld from 'jsonld'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { writePackage } from '#server/cli/release-package.ts'
import { verifyFolder } from '#server/cli/verify-package.ts'
import { openImportEngine, quote } from '#server/db/import-engine.ts'
import csvwSchema from '#test/fixtures/schemas/csvw.schema.json' with { type: 'json' }
import { caughtVerdict } from '#test/support/caught-output.ts'
import { importText } from '#test/support/import.ts'
import { type Row, readCsv, readParquet, readWorkbook, utf8 } from '#test/support/read-tables.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { caseMapping } from '#test/support/small-file.ts'

// Agencies and services by every name that breaks something somewhere, through every form in which open data go out:
// each is read by others' readers with the same names, and none of them is run or takes another's place.

const NAMES = [
  ...['Dinas "Kutip", \'satu\'', 'Baris\nbaru', 'Baris\r\nlain', 'Tab\tdi sini', ' di tepi ', ',;|', '\\'],
  ...["=cmd|'/C calc'!A0", '=HYPERLINK("http://x","y")', '@SUM(A1)', '+62', '-2+3', "'=1+1"],
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(2)>',
    ']]>&amp;&#0;',
    '{{7*7}} #{7*7} `|` #*_',
  ],
  ...[
    '😀 👩‍👩‍👧',
    '\u202etxt.exe',
    'a\u200bb',
    'Dinаs',
    'Dinas',
    'DINAS',
    'dınas',
    'Ångström',
    'Ångström',
    '漢字',
  ],
  ...['../../etc/passwd', '..%2F..%2Fetc', '%00', 'C:\\nul', 'CON', '.', '/', '?a=1&b=2#c'],
  ...['constructor', '__proto__', 'toString', 'null', 'undefined', 'true', 'NaN', '1e5', '2025', '007'],
  ...['Together', 'together', '_T', '*', 'all', `Sangat ${'panjang '.repeat(200)}`, 'x'.repeat(400)],
]

describe('open data of hostile names', () => {
  let server: TestServer
  let work: string
  let folder: string
  /** names by codes, as the database has them */
  let agencies: Map<string, string>
  const file = async (path: string) => {
    const answer = await server.get(path)
    expect([path, answer.status, server.problems]).toEqual([path, 200, []])
    return new Uint8Array(await answer.arrayBuffer())
  }
  beforeAll(async () => {
    server = await openTestServer('duckdb', { publication: 'released' })
    const { test } = server
    await mkdir(join(test.dataDir, 'no-web'))
    await copyFile(
      join(import.meta.dirname, '../../../web/index.html'),
      join(test.dataDir, 'no-web/index.html'),
    )
    test.setClock('2026-02-05T03:00:00.000Z')
    const rows = NAMES.flatMap((name, i) =>
      [1, 2].map((n) => ({
        no: `${i}-${n}`,
        office: name,
        kind: NAMES[(i + 1) % NAMES.length],
        in: '2026-01-05',
      })),
    )
    const columns = { ref: 'no', agency: 'office', service: 'kind', submittedAt: 'in' }
    const mapping = caseMapping({ columns, covers: ['2026-01-01', '2026-01-31'], asOf: '2026-02-01' })
    const { rejected, accepted } = await importText(test, 'cases', mapping, JSON.stringify(rows), 'file.json')
    expect([rejected, accepted]).toEqual([0, rows.length])
    await freezeRelease(test.context, { through: '2026-01' })
    const directory = await test.world.directory()
    agencies = new Map(directory.agencies.map(({ code, name }) => [code, name]))
    work = await mkdtemp(join(tmpdir(), 'terukur-hostile-'))
    folder = join(work, 'package')
    await writePackage(
      async (path) => server.app.request(path),
      '2026-01',
      folder,
      () => {},
    )
  })
  afterAll(async () => {
    await server.close()
    await rm(work, { recursive: true, force: true })
  })

  it('every name has a code of its own, that every file system takes and that means nothing else', () => {
    expect(agencies.size).toBe(new Set(NAMES.map((name) => name.trim())).size)
    for (const code of agencies.keys()) expect(code).toMatch(/^(?!together$)[a-z0-9][a-z0-9-]{0,199}$/)
  })

  it('verify finds the package whole', async () => {
    const how = { locale: 'en', isJson: true, trustedKey: undefined } as const
    const { exit, findings } = await caughtVerdict(() => verifyFolder(folder, how))
    expect([exit, findings]).toEqual([0, []])
  })

  it('the validators and readers of each format read every name', async () => {
    const json = async (path: string) => JSON.parse(await readFile(join(folder, path), 'utf8'))
    const found = await datapackage.Package.load(await json('datapackage.json'), {
      basePath: folder,
      strict: true,
    })
    expect([found.valid, found.errors]).toEqual([true, []])
    for (const resource of found.resources) await resource.checkRelations()
    const plain = new Map(
      Array.from(agencies, ([code, name]) => [code, /^\s*[=+\-@\t\r]/.test(name) ? `'${name}` : name]),
    )
    const listed: Row[] = await found.getResource('agencies').read({ keyed: true })
    expect(new Map(listed.map((row) => [row.code, row.label_id]))).toEqual(plain)
    const ajv = new Ajv({ strict: false, allErrors: true })
    formats.default(ajv)
    const isValid = ajv.compile(csvwSchema)
    expect([isValid(await json('data/readings.csv-metadata.json')), isValid.errors]).toEqual([true, null])
    const offline = { documentLoader: (url: string) => Promise.reject(new Error(`asked for ${url}`)) }
    expect(await jsonld.expand(await json('dcat.jsonld'), offline)).toHaveLength(1)

    const labels = (rows: Row[]) =>
      new Map(rows.flatMap((row) => (row.agency ? [[row.agency, row.agency_label_id]] : [])))
    const path = (name: string) => join(folder, 'data', name)
    expect(labels(await readParquet(await readFile(path('readings.parquet'))))).toEqual(agencies)
    expect(labels(await readWorkbook(await file('/api/v1/releases/2026-01/data.xlsx')))).toEqual(agencies)
    expect(JSON.parse(utf8(await file('/api/v1/releases/2026-01/data.json')))).toBeTruthy()
    for (const row of readCsv(await readFile(join(folder, 'sdmx/readings.csv'))))
      expect([row.AGENCY, row.SERVICE].join(' ')).toMatch(/^[A-Za-z0-9_-]+ [A-Za-z0-9_-]+$/)
    const engine = await openImportEngine(join(work, 'look.duckdb'), {
      tempDir: work,
      readable: [],
      memoryLimitMb: 256,
    })
    try {
      for (const [from, names] of [
        [`read_csv(${quote(path('readings.csv'))}, all_varchar = true)`, plain],
        [`read_parquet(${quote(path('readings.parquet'))})`, agencies],
      ] as const)
        expect(labels(await engine.rows(`select distinct agency, agency_label_id from ${from}`))).toEqual(
          names,
        )
    } finally {
      engine.close()
    }
    const zip = unzipSync(await file('/api/v1/releases/2026-01/package.zip'))
    for (const code of agencies.keys()) expect(zip[`readings/${code}.ndjson`]?.length).toBeGreaterThan(0)
    for (const name of Object.keys(zip)) expect(name).toMatch(/^[A-Za-z0-9/.-]+$/)
  })

  it('no page runs a name, and each says it', async () => {
    for (const [code, name] of agencies) {
      const page = utf8(await file(`/agencies/${code}?lang=en`))
      expect([code, page]).not.toEqual([code, expect.stringMatching(/<script>alert|<img src=x/)])
      const data = JSON.parse(/ld\+json">([^<]*)</.exec(page)![1]!)
      expect([code, data['@type']]).toEqual([code, 'Dataset'])
      expect([code, data.spatialCoverage ?? data.name]).toEqual([code, expect.anything()])
      expect(page).toContain(htmlOf(name.slice(0, 40)))
    }
    for (const path of ['/sitemap.xml', '/feed.atom', '/feed.atom?lang=en'])
      expectNoMarkup(utf8(await file(path)))
  })

  it('pictures, embeds and posters are made of each', async () => {
    for (const [code] of agencies) {
      const embed = utf8(await file(`/embed?indicator=received&agency=${code}`))
      expect([code, embed]).not.toEqual([code, expect.stringMatching(/<script>alert|<img src=x/)])
    }
    for (const name of ['😀 👩‍👩‍👧', '\u202etxt.exe', ']]>&amp;&#0;', 'x'.repeat(400)]) {
      const [code] = [...agencies].find(([, one]) => one === name)!
      const png = await file(`/preview/agencies/${code}.png`)
      expect([...png.slice(1, 4)]).toEqual([0x50, 0x4e, 0x47])
    }
  })
})

const htmlOf = (text: string): string =>
  text
    .trim()
    .replace(
      /[&<>"']/g,
      (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[letter]!,
    )

/** Nothing but markup of its own, and letters that XML can hold. */
function expectNoMarkup(xml: string): void {
  expect(xml).not.toMatch(/<script|onerror=/)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
}
