import { createHash } from 'node:crypto'
import { agenciesTable, changesTable, indicatorsTable, servicesTable } from '../datasets/lists.ts'
import { releasedReadings } from '../datasets/released-readings.ts'
import type { DataTable } from '../table.ts'
import { writeTable } from '../write-table.ts'
import { writeCsv } from '../writers/csv.ts'
import { csvwMetadata } from './csvw.ts'
import { dataPackage, type TableFile } from './datapackage.ts'
import { addressesBeside, addressesOn, type Distribution, dcatDataset } from './dcat.ts'
import { FILE_LIST, fileListText } from './file-list.ts'
import { readme } from './readme.ts'
import { changesOf, minPeopleOf, namesOfRelease, type ReleaseDocuments } from './release-documents.ts'
import { sdmxNote, sdmxTable } from './sdmx.ts'

export interface PackageFile {
  path: string
  bytes: AsyncIterable<Uint8Array>
}

const encoder = new TextEncoder()
const inJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** What is to be read before a package is unpacked, and what it costs to make it. */
export interface PackageOptions {
  /** for what has to be written before it can be given */
  dataDir: string
  /** how people reach the instance; null: not told */
  origin: string | null
}

/** The files of a package, one after the other: as signed, as tables, and what is said of them. Each has to be read to
 *  its end before the next is asked for: the last ones tell of the bytes of those before. */
export async function* packageFiles(
  release: ReleaseDocuments,
  { dataDir, origin }: PackageOptions,
): AsyncGenerator<PackageFile> {
  const { manifest, signed } = release
  const at = origin === null ? addressesBeside(manifest.code) : addressesOn(origin, manifest.code)
  const names = await namesOfRelease(release)
  const minPeople = await minPeopleOf(release)
  const seen = new Map<string, Seen>()
  const watched = (path: string, bytes: AsyncIterable<Uint8Array>): PackageFile => ({
    path,
    bytes: watch(bytes, (one) => seen.set(path, one)),
  })
  const said = (path: string, text: string) => watched(path, [encoder.encode(text)] as never)

  yield said('manifest.json', signed.manifest)
  yield said('release.json', JSON.stringify(signed))
  yield said('keys.json', JSON.stringify(release.keys))
  for (const locale of ['en', 'id'] as const) {
    const text = readme(locale, manifest, names, { url: at.id, minPeople })
    yield said(locale === 'en' ? 'README.md' : 'BACA-SAYA.md', text)
  }
  for (const { name } of manifest.parts) yield said(name, await release.part(name))

  const about = { release: manifest.code, from: manifest.from, through: manifest.through, names }
  const readings = () => releasedReadings({ ...about, lines: release.lines() })
  const tables: DataTable[] = [
    readings(),
    agenciesTable(names),
    servicesTable(names),
    indicatorsTable(names),
    changesTable(changesOf(release)),
  ]
  for (const table of tables) yield watched(`data/${table.name}.csv`, writeCsv(table))
  const parquet = await writeTable(readings(), 'parquet', { dataDir, sheets: [] })
  yield watched('data/readings.parquet', parquet.body as unknown as AsyncIterable<Uint8Array>)
  yield watched('sdmx/readings.csv', writeCsv(sdmxTable({ ...about, lines: release.lines() })))
  yield said('sdmx/README.md', sdmxNote())

  const files = tables.map(({ name, columns }): TableFile => {
    const path = `data/${name}.csv`
    return { name, path, columns, ...seen.get(path)! }
  })
  yield said('datapackage.json', inJson(dataPackage(manifest, at.id, files)))
  yield said('data/readings.csv-metadata.json', inJson(csvwMetadata(manifest, files)))
  yield said('dcat.jsonld', inJson(dcatDataset(manifest, at, distributionsOf(seen, origin !== null))))
  yield said(FILE_LIST, fileListText(Array.from(seen, ([name, file]) => ({ name, ...file }))))
}

const MEDIA: Record<string, string> = {
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
}

/** Files that a server gives by themselves, byte by byte the same. */
const SERVED: Record<string, string> = { 'data/readings.csv': 'data.csv' }

/** Files of the data and of the proof. On a server they are in its package, but for those that it gives one by one. */
function distributionsOf(seen: ReadonlyMap<string, Seen>, isServed: boolean): Distribution[] {
  const files = [...seen].filter(([path]) => /^(data|sdmx)\/.*\.(csv|parquet)$/.test(path))
  const whole: Distribution = { title: 'Data Package', path: 'package.zip', mediaType: 'application/zip' }
  return [
    ...(isServed ? [whole] : []),
    ...files.map(
      ([path, { bytes, sha256 }]): Distribution => ({
        title: path,
        path: isServed ? (SERVED[path] ?? `package.zip#${path}`) : path,
        mediaType: MEDIA[path.split('.').at(-1)!]!,
        bytes,
        sha256,
      }),
    ),
  ]
}

interface Seen {
  bytes: number
  sha256: string
}

async function* watch(
  pieces: AsyncIterable<Uint8Array>,
  end: (seen: Seen) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of pieces) {
    hash.update(piece)
    bytes += piece.byteLength
    yield piece
  }
  end({ bytes, sha256: hash.digest('hex') })
}
