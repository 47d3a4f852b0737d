import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { brief, lines, readCases } from '#test/support/small-file.ts'

// How files are written: encodings, delimiters, quotes, damaged records.

const HEADER = ['ref', 'agency', 'service', 'submitted', 'note']
const file = (delimiter: string, note = 'plain') =>
  lines(
    HEADER.join(delimiter),
    ['A1', 'Dinas Perizinan', 'Izin Usaha', '2026-01-05 08:00', note].join(delimiter),
    ['A2', 'Dinas Perizinan', 'Izin Usaha', '2026-01-06 09:30', note].join(delimiter),
  )

test.each([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['pipe', '|'],
])('finds the delimiter: %s', async (_, delimiter) => {
  const result = await readCases(file(delimiter))
  expect(result.detected).toMatchObject({ encoding: 'utf-8', delimiter })
  expect(result).toMatchObject({ rows: 2, accepted: 2, rejected: 0, issues: [] })
})

test('is not misled by commas inside fields of a semicolon file', async () => {
  const result = await readCases(file(';', 'one, two, three, four, five, six'))
  expect(result.detected.delimiter).toBe(';')
  expect(result.accepted).toBe(2)
})

test('reads a .tsv by tabs and takes a declared delimiter at its word', async () => {
  expect((await readCases(file('\t', 'a,b,c,d,e,f,g'), {}, { name: 'file.tsv' })).accepted).toBe(2)
  expect((await readCases(file('~'), { format: { delimiter: '~' } })).accepted).toBe(2)
})

const NAME = 'Wilayah Ünter-Straße Café'
const named = lines('ref,agency,service,submitted,wilayah é', `B1,${NAME},Izin,2026-01-05,Curaçao`)
const utf16 = (text: string, isBig: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return isBig ? bytes.swap16() : bytes
}
test.each<[string, Uint8Array, string]>([
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${named}`), 'utf-8'],
  ['UTF-16LE with a byte order mark', utf16(`\uFEFF${named}`, false), 'utf-16le'],
  ['UTF-16BE with a byte order mark', utf16(`\uFEFF${named}`, true), 'utf-16be'],
  ['UTF-16LE without one', utf16(named, false), 'utf-16le'],
  ['UTF-16BE without one', utf16(named, true), 'utf-16be'],
  ['Windows-1252', Buffer.from(named, 'latin1'), 'windows-1252'],
  ['gzip', gzipSync(named), 'utf-8'],
])('reads %s', async (title, bytes, encoding) => {
  const region = { columns: { region: 'wilayah é' } }
  const result = await readCases(bytes, region, { name: title === 'gzip' ? 'file.csv.gz' : 'file.csv' })
  expect(result.detected.encoding).toBe(encoding)
  expect(result.accepted).toBe(1)
  // ß has no decomposition, so it is a break between letters.
  expect(result.agencies).toEqual([{ code: 'wilayah-unter-stra-e-cafe', name: NAME, isNew: true }])
  expect(result.cases[0]!.region).toBe('Curaçao')
})

test('keeps a declared encoding', async () => {
  const bytes = Buffer.from(lines('ref,agency,service,submitted', 'B2,\u00dbx,Izin,2026-01-05'), 'latin1')
  const result = await readCases(bytes, { format: { encoding: 'iso-8859-1' } })
  expect(result.detected.encoding).toBe('windows-1252')
  await expect(readCases(bytes, { format: { encoding: 'klingon' } })).rejects.toThrow(
    'format.encoding: “klingon” is unknown',
  )
})

test('lets the byte order mark say which UTF-16 is meant', async () => {
  const text = lines('ref,agency,service,submitted', 'B3,Curaçao,Izin,2026-01-05')
  for (const isBig of [false, true]) {
    const bytes = utf16(`\uFEFF${text}`, isBig)
    const result = await readCases(bytes, { format: { encoding: 'utf-16' } })
    expect(result.agencies.map(({ name }) => name)).toEqual(['Curaçao'])
  }
})

test('reads plain text in a file that is called .gz', async () => {
  const result = await readCases(file(','), {}, { name: 'file.csv.gz', path: 'file.csv.gz' })
  expect(result).toMatchObject({ rows: 2, accepted: 2 })
})

test.each([
  ['line ends of two kinds', '\r\n\r\n'],
  ['the line that tells Excel the delimiter', 'sep=;\r\n'],
])('finds the header after %s', async (_, before) => {
  const result = await readCases(`${before}${file(';', 'a,b')}`)
  expect(result).toMatchObject({ rows: 2, accepted: 2, detected: { delimiter: ';' } })
})

test('keeps quoted newlines, delimiters and quotes inside a field', async () => {
  const result = await readCases(
    lines(
      'ref,agency,service,submitted,region',
      'C1,"Dinas ""Satu"", Kota","Izin\r\nUsaha",2026-01-05,"a\nb,c"',
      'C2,"Dinas ""Satu"", Kota","Izin\r\nUsaha",2026-01-06,x',
    ),
    { columns: { region: 'region' } },
  )
  expect(result).toMatchObject({ rows: 2, accepted: 2 })
  expect(result.agencies.map(({ name }) => name)).toEqual(['Dinas "Satu", Kota'])
  expect(result.cases.map(({ region }) => region)).toEqual(['a\nb,c', 'x'])
})

test('rejects ragged rows by their place and keeps the others', async () => {
  const result = await readCases(
    lines(
      'ref,agency,service,submitted',
      'D1,A,S,2026-01-05',
      'D2,A,S',
      'D3,A,S,2026-01-07,extra',
      'D4,A,S,2026-01-08',
    ),
  )
  expect(result).toMatchObject({ rows: 4, accepted: 2, rejected: 2 })
  expect(brief(result.issues)).toEqual(['2 null bad-record error', '3 null bad-record error'])
  expect(result.issues[0]!.message).toContain('3/4')
  expect(result.cases.map(({ ref }) => ref)).toEqual(['D1', 'D4'])
})

test('takes a mark at the end of a line for none', async () => {
  const result = await readCases(
    lines('ref,agency,service,submitted', 'D1,A,S,2026-01-05,', 'D2,A', 'D3,A,S,2026-01-07,'),
  )
  expect(brief(result.issues)).toEqual(['2 null bad-record error'])
  expect(result.cases.map(({ ref }) => ref)).toEqual(['D1', 'D3'])
})

test('keeps a long record, and rejects by itself one that is too long', async () => {
  const text = (length: number) =>
    lines(
      'ref,agency,service,submitted,note',
      'D1,A,S,2026-01-05,a',
      `D2,A,S,2026-01-05,"${'x'.repeat(length)}"`,
      'D3,A,S,2026-01-05,c',
    )
  expect(await readCases(text(9_000_000))).toMatchObject({ rows: 3, accepted: 3 })
  const cut = await readCases(text(18_000_000))
  expect(brief(cut.issues)).toEqual(['2 null bad-record error'])
  expect(cut.cases.map(({ ref }) => ref)).toEqual(['D1', 'D3'])
})

test('rejects the record of a quote that never closes and reads on after it', async () => {
  const result = await readCases(
    lines(
      'ref,agency,service,submitted',
      'E1,A,S,2026-01-05',
      'E2,"A,S,2026-01-06',
      'E3,A,S,2026-01-07',
      'E4,A,S,2026-01-08',
    ),
  )
  expect(result).toMatchObject({ rows: 4, accepted: 3, rejected: 1 })
  expect(brief(result.issues)).toEqual(['2 null bad-record error'])
  expect(result.cases.map(({ ref }) => ref)).toEqual(['E1', 'E3', 'E4'])
})

test('does not count blank lines as records', async () => {
  const result = await readCases(
    '\n\nref,agency,service,submitted\n\nF1,A,S,2026-01-05\n\r\n\nF2,A,S,not a day\n\n',
  )
  expect(result).toMatchObject({ rows: 2, accepted: 1, rejected: 1 })
  expect(brief(result.issues)).toEqual(['2 submitted bad-date error'])
})

test.each([
  ['CRLF', '\r\n'],
  ['CR', '\r'],
])('reads %s line ends, and a last line without one', async (_, end) => {
  const result = await readCases(
    ['ref,agency,service,submitted', 'G1,A,S,2026-01-05', 'G2,A,S,2026-01-06'].join(end),
  )
  expect(result).toMatchObject({ rows: 2, accepted: 2, issues: [] })
})

test('asks which column is meant when a mapped header stands twice', async () => {
  const text = lines('ref,agency,service,submitted,submitted', 'H1,A,S,2026-01-05,2026-02-05')
  await expect(readCases(text)).rejects.toThrow(
    'file.csv has more than one column “submitted”. Give its number instead: 4 or 5.',
  )
  const result = await readCases(text, { columns: { submittedAt: 5 } })
  expect(result.cases[0]!.submitted).toBe('2026-02-05')
})

test('names a missing header and what the file has', async () => {
  const text = lines('Ref,agency,service,submitted at', 'I1,A,S,2026-01-05')
  await expect(readCases(text)).rejects.toThrow(
    'file.csv has no column “ref”. Did you mean “Ref”? It has: Ref, agency, service, submitted at.',
  )
  await expect(readCases(text, { columns: { ref: 'Ref', submittedAt: 9 } })).rejects.toThrow(
    'file.csv has no column “9”. It has: Ref, agency, service, submitted at.',
  )
})

test('compares headers trimmed', async () => {
  const result = await readCases(lines(' ref ,"agency\u00a0",service,submitted', 'J1,A,S,2026-01-05'), {
    columns: { agency: ' agency' },
  })
  expect(result.accepted).toBe(1)
})

test.each<[string, string | Uint8Array, string]>([
  ['an empty file', '', 'file.csv is empty.'],
  ['nothing but blank lines', '\n\n\n', 'file.csv has no header line.'],
  ['a header alone', 'ref,agency,service,submitted\n', 'file.csv has a header but no rows.'],
  ['bytes that are no text', Buffer.from([0, 1, 2, 3, 0, 0, 0, 9, 200]), 'file.csv is not a text file.'],
  ['a damaged archive', gzipSync('ref,agency\n1,2\n').subarray(0, 20), 'file.csv is damaged'],
])('refuses %s', async (_, bytes, message) => {
  await expect(readCases(bytes)).rejects.toThrow(message)
})

test('refuses a format it does not read, by the name of the file', async () => {
  await expect(readCases('x', {}, { name: 'file.docx' })).rejects.toThrow(
    'file.docx: this format is not supported yet.',
  )
})

test('reads a header of several lines in a file whose records end in two characters', async () => {
  const content = 'ref,agency,service,"submitted\non"\r\nA1,A,S,2026-01-05\r\nA2,A,S,2026-01-06\r\n'
  const result = await readCases(content, { columns: { submittedAt: 'submitted\non' } })
  expect(result).toMatchObject({ rows: 2, accepted: 2 })
})
