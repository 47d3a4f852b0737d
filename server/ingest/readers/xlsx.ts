import { Worker } from 'node:worker_threads'
import { Refusal } from '#shared/refusal.ts'
import type { TableFile, TableSource } from './table-file.ts'
import type { SheetRead, SheetRequest } from './xlsx-thread.ts'
import { checkZip } from './zip-directory.ts'

/** What the thread may use: the texts of a workbook are held at once, its rows one by one. */
const MEMORY_MB = 768

/** One sheet of a workbook (.xlsx or .ods), read in a thread of its own: a file that needs too much memory ends that thread,
 *  never the server. */
export async function readXlsx(source: TableSource): Promise<TableFile> {
  const { name: file, path, target, decimal, sheet, headerRow, listsHeaders = false } = source
  const format = /\.ods$/i.test(file) ? 'ods' : 'xlsx'
  await checkZip(path, file)
  const read = await inThread({ path, format, target, decimal, sheet, headerRow, listsHeaders }, file)
  if ('refused' in read) throw refusalOf(file, read.refused)
  const { headers, head, cells, sheets, tables } = read
  const detected = { sheet: read.sheet, sheets, headerRow: read.headerRow }
  return { headers, head, bad: [], cells, detected, tables }
}

function inThread(request: SheetRequest, file: string): Promise<SheetRead> {
  const thread = new Worker(new URL('./xlsx-thread.ts', import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64 },
  })
  return new Promise((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new Refusal('invalid', 'xlsx-too-large', { file })
          : error,
      ),
    )
    thread.once('exit', (code) => reject(new Error(`The thread that reads a workbook ended with ${code}.`)))
  })
}

function refusalOf(file: string, refused: Extract<SheetRead, { refused: unknown }>['refused']): Refusal {
  switch (refused.code) {
    case 'no-sheet':
      return new Refusal('invalid', 'no-sheet', { file, sheet: refused.sheet, known: refused.known })
    case 'no-header':
      return new Refusal('invalid', 'no-header', { file })
    case 'too-large':
      return new Refusal('invalid', 'xlsx-too-large', { file })
    case 'damaged':
      return new Refusal('invalid', 'xlsx-damaged', { file, reason: refused.reason })
  }
}
