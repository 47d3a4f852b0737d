import { inflateRawSync } from 'node:zlib'
import { type Cell, type CellValue, type WriteOptions, writeXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { brief, readCases } from '#test/support/small-file.ts'
import { zipOf } from '#test/support/zip-of.ts'

// Workbooks as people make them, and archives that only call themselves so.

const HEADERS = ['No Permohonan', 'Unit', 'Layanan', 'Masuk', 'Selesai', 'Lama']
const DAY = '2026-01-05'
const at = (text: string) => new Date(`${text}Z`)
const ROWS: CellValue[][] = [
  ['A1', 'Dinas A', 'Izin', at(`${DAY}T00:00:00`), at('2026-01-06T09:30:15'), 0.1],
  ['A2', null, 'Izin', at(`${DAY}T08:00:00`), null, 1234567890.125],
  [3201234567890123, 'Dinas B', 'Izin', at('2026-01-07T23:59:59'), '#N/A', 3],
]
const MAPPING = {
  format: { timezone: 'Asia/Jakarta', datetime: undefined },
  columns: {
    ref: 'No Permohonan',
    agency: 'Unit',
    service: 'Layanan',
    submittedAt: 'Masuk',
    completedAt: 'Selesai',
    pausedSeconds: 'Lama',
  },
}
const cells = new Map<string, Partial<Cell>>(
  [3, 4].flatMap((column) =>
    Array.from(
      { length: 12 },
      (_, row) => [`${row},${column}`, { style: { numFmt: 'dd/mm/yyyy hh:mm:ss' } }] as const,
    ),
  ),
)

const book = (sheets: WriteOptions['sheets'], options: Partial<WriteOptions> = {}) =>
  writeXlsx({ sheets, ...options })
const read = (bytes: Uint8Array, format: object = {}) =>
  readCases(bytes, { ...MAPPING, format: { ...MAPPING.format, ...format } }, { name: 'berkas.xlsx' })
const told = (result: Awaited<ReturnType<typeof readCases>>) =>
  result.cases.map((it) => `${it.ref} ${it.agency} ${it.submitted} ${it.completed} ${it.pausedSeconds}`)

test('reads dates with and without a time, long numbers, and errors as absent', async () => {
  const bytes = await book([{ name: 'Data', rows: [HEADERS, ...ROWS], cells }])
  const result = await read(bytes, { fillDown: ['Unit'] })
  expect(told(result)).toEqual([
    '3201234567890123 dinas-b 2026-01-07T16:59:59.000Z null 3',
    `A1 dinas-a ${DAY} 2026-01-06T02:30:15.000Z 0`,
    `A2 dinas-a 2026-01-05T01:00:00.000Z null 1234567890`,
  ])
  expect(brief(result.issues)).toEqual(['3 Selesai cell-error warning'])
  expect(result.detected).toMatchObject({ sheet: 'Data', headerRow: 1 })
})

test('a blank agency stays blank unless the mapping says that it is filled down', async () => {
  const bytes = await book([
    {
      name: 'Data',
      rows: [HEADERS, ...ROWS],
      cells,
      merges: [{ startRow: 1, startCol: 1, endRow: 2, endCol: 1 }],
    },
  ])
  expect(brief((await read(bytes)).issues)).toContain('2 Unit required-missing error')
})

test('finds the table below titles, a header of two lines and its numbered line, on the first sheet with one', async () => {
  const rows: CellValue[][] = [
    ['REKAPITULASI PERMOHONAN IZIN TAHUN 2026'],
    ['Dinas Penanaman Modal', null, null, 'Januari'],
    [],
    ['No Permohonan', 'Unit', 'Layanan', 'Tanggal', null, 'Lama'],
    [null, null, null, 'Masuk', 'Selesai'],
    ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)'],
    ...ROWS.slice(0, 1),
    ['A4', 'Dinas B', 'Izin', '18/01/2026', '23/01/2026', true, null, 'catatan'],
  ]
  const bytes = await book([
    { name: 'Rahasia', rows: [HEADERS, ...ROWS], hidden: true },
    { name: 'Petunjuk', rows: [['Isi lembar Data'], ['Jangan ubah judul kolom']] },
    { name: 'Data', rows, cells, merges: [{ startRow: 3, startCol: 3, endRow: 3, endCol: 4 }] },
  ])
  const columns = { ...MAPPING.columns, submittedAt: 'Tanggal Masuk', completedAt: 'Tanggal Selesai' }
  const { pausedSeconds: _, ...dated } = columns
  const result = await readCases(bytes, { ...MAPPING, columns: dated }, { name: 'berkas.xlsx' })
  expect(result.detected).toMatchObject({
    sheet: 'Data',
    headerRow: 4,
    sheets: [{ name: 'Rahasia', isHidden: true }, { name: 'Petunjuk' }, { name: 'Data', isHidden: false }],
  })
  expect(result.cases.map((it) => `${it.ref} ${it.submitted}`)).toEqual([`A1 ${DAY}`, 'A4 2026-01-18'])
  expect((await read(bytes, { sheet: 'Rahasia' })).rows).toBe(3)
  expect((await read(bytes, { sheet: 1, headerRow: 1 })).rows).toBe(3)
  await expect(read(bytes, { sheet: 'Lain' })).rejects.toThrow('Rahasia, Petunjuk, Data')
})

test('reads formulas as the value that they had, and the dates of the 1904 system', async () => {
  const formulas = new Map([...cells, ['1,0', { formula: 'A9&"1"', formulaResult: 'A1' }] as const])
  const bytes = await book([{ name: 'Data', rows: [HEADERS, ...ROWS.slice(0, 1)], cells: formulas }], {
    dateSystem: '1904',
  })
  expect(told(await read(bytes))).toEqual([`A1 dinas-a ${DAY} 2026-01-06T02:30:15.000Z 0`])
})

test('writes numbers with the decimal mark of the mapping', async () => {
  const bytes = await book([{ name: 'Data', rows: [HEADERS, ...ROWS.slice(0, 1)], cells }])
  expect((await read(bytes, { decimal: ',' })).cases).toHaveLength(1)
})

test('refuses what is empty, locked, cut, foreign or a bomb, and says what to do', async () => {
  const bytes = await book([{ name: 'Data', rows: [HEADERS, ...ROWS], cells }])
  const wrong: [Uint8Array, string][] = [
    [new Uint8Array(), 'is empty'],
    [bytes.slice(0, bytes.length - 30), 'damaged'],
    [new TextEncoder().encode('a,b\n1,2\n'.repeat(20)), 'damaged'],
    [Buffer.from(`d0cf11e0a1b11ae1${'00'.repeat(600)}`, 'hex'), 'password'],
    [zipOf([['a.txt', Buffer.from('no workbook'), 11]]), 'damaged'],
    [zipOf([['xl/worksheets/sheet1.xml', Buffer.alloc(60 << 20), 60 << 20]]), 'unpacks to more'],
    // It says that it is small; nothing is unpacked beyond what it says.
    [zipOf([['[Content_Types].xml', Buffer.alloc(60 << 20), 1000]]), 'damaged'],
    [
      zipOf(Array.from({ length: 5001 }, (_, i) => [`${i}`, Buffer.from('x'), 1] as const)),
      'unpacks to more',
    ],
    [await book([{ name: 'Data', rows: [] }]), 'no header'],
  ]
  for (const [content, sentence] of wrong) await expect(read(content)).rejects.toThrow(sentence)
  const cut = Buffer.from(bytes)
  cut.fill(0xff, 60, 400)
  await expect(read(cut)).rejects.toThrow('damaged')
  for (const fault of ['invalid distance too far back', 'invalid block type']) {
    await expect(read(packedWrongly(bytes, fault)), fault).rejects.toThrow('damaged')
  }
})

/** The workbook with one byte of its sheet changed, so that unpacking ends with a fault. */
function packedWrongly(bytes: Uint8Array, fault: string): Buffer {
  const book = Buffer.from(bytes)
  const name = book.indexOf('xl/worksheets/sheet1.xml')
  const start = name + book.readUInt16LE(name - 4) + book.readUInt16LE(name - 2)
  for (let i = start; i < book.length; i++) {
    for (let flip = 1; flip < 256; flip++) {
      book[i]! ^= flip
      try {
        inflateRawSync(book.subarray(start))
      } catch (error) {
        if ((error as Error).message === fault) return book
      }
      book[i]! ^= flip
    }
  }
  throw new Error(`No byte ends with ${fault}`)
}
