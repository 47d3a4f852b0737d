import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { identifier } from '#server/db/import-engine.ts'
import { FILE_LIST } from '#server/exports/package/file-list.ts'
import { packageFiles } from '#server/exports/package/package-files.ts'
import { readSigned } from '#shared/proof/check-seal.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'
import { documentsOf } from './folder-documents.ts'
import { filesIn } from './package-folder.ts'
import { isPlainFile } from './release-source.ts'
import { sumOf } from './sum-of.ts'
import { tableIn, withTables } from './table-engine.ts'

// What lies in a package beside the signed parts: tables made of them, and what is said of these. Nobody signed it, and
// the list of files is made by whoever makes the package. So it is made once more, and held against what is there.

/** `same`: files that come out of the signed parts; tables may be written otherwise, as another version of the program
 *  writes them. `unproved`: names of texts that are written otherwise: nothing is known of what they say. */
export interface UnsignedFiles {
  same: number
  unproved: string[]
  findings: { code: 'table-differs' | 'manifest-copy' | 'file-extra' | 'files-unmade'; part: string }[]
}

const TABLE = /^(?:data|sdmx)\/.*\.(?:csv|parquet)$/
/** What is checked by itself, where the manifest names it. */
const PROVED = /^(?:rules|directory)\.json$|^changes\.ndjson$|^(?:cells|readings)\/.*\.ndjson$/

/** Holds the files of a package whose signed parts are whole against those that are made of these. */
export async function checkUnsigned(
  folder: string,
  source: ReleaseSource,
  onFile: (name: string) => void,
): Promise<UnsignedFiles> {
  const found: UnsignedFiles = { same: 0, unproved: [], findings: [] }
  const read = readSigned((await source.signed(null)) ?? '')
  if (!read) return found
  const own = read.manifest.parts.map(({ name }) => name).filter((name) => PROVED.test(name))
  const proved = new Set([FILE_LIST, 'release.json', 'keys.json', ...own])
  const rest = new Set((await filesIn(folder)).filter((name) => !proved.has(name)))
  if (rest.size === 0) return found
  const work = await mkdtemp(join(tmpdir(), 'terukur-made-'))
  try {
    const origin = await originOf(folder, read.manifest.code)
    for await (const { path, bytes } of packageFiles(documentsOf(source, read), { dataDir: work, origin })) {
      const made = join(work, 'made', path)
      await mkdir(dirname(made), { recursive: true })
      await pipeline(bytes, createWriteStream(made))
      const isThere = rest.delete(path) || TABLE.test(path)
      if (proved.has(path) || !isThere) continue
      onFile(path)
      const lies = join(folder, path)
      // Links and the like are told of by the list of files.
      if (!(await isPlainFile(lies))) continue
      if ((await sumOf(lies)) === (await sumOf(made))) found.same++
      else if (path === 'manifest.json') found.findings.push({ code: 'manifest-copy', part: path })
      else if (!TABLE.test(path)) found.unproved.push(path)
      else if (await isSameTable(lies, made, work)) found.same++
      else found.findings.push({ code: 'table-differs', part: path })
      await rm(made)
    }
    for (const name of rest) found.findings.push({ code: 'file-extra', part: name })
    return found
  } catch {
    // Signed or not, what is in it may be anything.
    found.findings.push({ code: 'files-unmade', part: 'data' })
    return found
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Where the package says that its release is served; null: it does not say. */
async function originOf(folder: string, code: string): Promise<string | null> {
  const path = join(folder, 'datapackage.json')
  const text = (await isPlainFile(path)) ? await readFile(path, 'utf8') : ''
  try {
    const { id } = JSON.parse(text) as { id: unknown }
    const end = `/api/v1/releases/${code}`
    const origin = typeof id === 'string' && id.endsWith(end) ? id.slice(0, -end.length) : ''
    // It is written into texts that are read.
    return /^https?:\/\/[\w.:/[\]-]+$/.test(origin) ? origin : null
  } catch {
    return null
  }
}

/** Whether two tables have the same columns and rows, in whatever order and however they are written. */
const isSameTable = (a: string, b: string, work: string): Promise<boolean> =>
  withTables([a, b], work, async (engine) => {
    const columns = async (path: string) =>
      (await engine.rows<{ column_name: string }>(`describe select * from ${tableIn(path)}`)).map(
        (row) => row.column_name,
      )
    const [ours, theirs] = [await columns(b), await columns(a)]
    if (ours.toSorted().join('\n') !== theirs.toSorted().join('\n')) return false
    const names = ours.map((name) => identifier(name)).join(', ')
    const rows = (path: string) => `select ${names} from ${tableIn(path)}`
    const [left] = await engine.rows<{ n: number }>(
      `select count(*) as n from ((${rows(a)} except all ${rows(b)}) union all (${rows(b)} except all ${rows(a)}))`,
    )
    return left?.n === 0
    // It is no table at all.
  }).catch(() => false)
