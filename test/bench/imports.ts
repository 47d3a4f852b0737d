import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ImportResult } from '#shared/contract/import.ts'
import { MAPPING } from './make-cases.ts'

export interface ImportRun {
  result: ImportResult
  seconds: number
  /** processor time of the process, where the system tells it: what other work on the machine disturbs less */
  cpuSeconds: number | null
  /** peak resident memory of the process, where the system tells it */
  peakMb: number | null
}

/** One import by the command line, as a user runs it, in its own process. */
export async function importByCommand(
  dataDir: string,
  files: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ImportRun> {
  const mapping = join(dataDir, 'mapping.json')
  await writeFile(mapping, JSON.stringify(MAPPING))
  const startedAt = performance.now()
  const child = spawn(
    process.execPath,
    ['server/cli/main.ts', 'import', 'cases', ...files, '--mapping', mapping, '--json'],
    {
      env: { ...process.env, TERUKUR_DATA_DIR: dataDir, TERUKUR_DEMO: 'off', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let out = ''
  let said = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  let peakMb: number | null = null
  let cpuSeconds: number | null = null
  const watch = setInterval(() => {
    peakMb = peakOf(child.pid!) ?? peakMb
    cpuSeconds = cpuOf(child.pid!) ?? cpuSeconds
  }, 100)
  const code = await new Promise((done) => child.once('exit', done))
  clearInterval(watch)
  if (code !== 0) throw new Error(`The import ended with ${code}: ${said}`)
  return { result: JSON.parse(out), seconds: (performance.now() - startedAt) / 1000, cpuSeconds, peakMb }
}

function peakOf(pid: number): number | null {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? Number(found[1]) / 1024 : null
  } catch {
    return null
  }
}

/** Ticks a second that the system counts in. */
const TICKS = 100

function cpuOf(pid: number): number | null {
  try {
    // The name in brackets may hold blanks; user and system time are the 12th and 13th after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS
  } catch {
    return null
  }
}

/** Corrections as offices deliver them: `rows` completed cases of a quarter, of as few agencies as hold so many,
 *  each completed half an hour later. */
export async function makeDelivery(csv: string, rows: number, target: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`copy (select * replace (strftime(cast(completed as timestamp) + interval 30 minute,
        '%Y-%m-%d %H:%M:%S') as completed)
      from (select * from read_csv('${csv}', all_varchar = true, header = true)
        where completed <> '' and agency >= 'Instansi 010' and submitted between '2025-10-01' and '2025-12-31'
        order by agency, cast(ref as bigint) limit ${rows})) to '${target}' (header)`)
  connection.closeSync()
  instance.closeSync()
  return target
}

/** The first `rows` cases of a file completed at the given second of their minute, or the one after:
 *  corrections scattered over every agency and month, the dearest there are. */
export async function makeCorrections(
  csv: string,
  rows: number,
  second: number,
  target: string,
): Promise<string> {
  const text = await readHead(csv, rows * 200 + 4000)
  const [header, ...lines] = text.split('\n')
  const changed = lines
    .filter((line) => line.split(',').length === 8 && line.split(',')[4] !== '')
    .slice(0, rows)
    .map((line) =>
      line.replace(
        /(\d\d):(\d\d):(\d\d),(\d{4}-\d\d-\d\d),/,
        (_, h, m, s, due) =>
          `${h}:${m}:${String(Number(s) === second ? second + 1 : second).padStart(2, '0')},${due},`,
      ),
    )
  await writeFile(target, [header, ...changed].join('\n'))
  return target
}

async function readHead(path: string, bytes: number): Promise<string> {
  const { open } = await import('node:fs/promises')
  const file = await open(path)
  const buffer = Buffer.alloc(bytes)
  const { bytesRead } = await file.read(buffer, 0, bytes, 0)
  await file.close()
  return buffer.subarray(0, bytesRead).toString('utf8')
}

export const sizeOf = async (path: string): Promise<number> => (await stat(path)).size
