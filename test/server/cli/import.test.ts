import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportResult } from '#shared/contract/import.ts'
import { type CommandHome, openCommandHome } from '#test/support/command.ts'
import { caseMapping, lines } from '#test/support/small-file.ts'

// The command on a database that no server owns.

let home: CommandHome
let mapping: string
beforeAll(async () => {
  home = await openCommandHome()
  mapping = await home.file('mapping.json', JSON.stringify(caseMapping()))
})
afterAll(() => home.remove())

const head = 'ref,agency,service,submitted'
const good = lines(head, 'A1,Dinas A,Izin,2026-01-05', 'A2,Dinas A,Izin,2026-01-06')

/** Ends with 1 and one clear line; progress aside, nothing else is said. */
async function fails(args: string[], settings?: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await home.run(args, settings)
  const said = stderr.trimEnd().split('\n')
  // --json says the same in the one value that it prints.
  const told = args.includes('--json')
    ? `${JSON.stringify({ error: { code: 'invalid', message: said.at(-1) } })}\n`
    : ''
  expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: told })
  expect(stderr).not.toMatch(/\n\s+at |Error:/)
  expect(
    said
      .slice(0, -1)
      .filter((line) => !/^(reading|checking|merging|writing|working out figures|uploading)/.test(line)),
  ).toEqual([])
  return said.at(-1)!
}

test('accepts, rejects in part and rejects all: 0, 3, 1', async () => {
  const file = await home.file('good.csv', good)
  const all = await home.run(['import', 'cases', file, '--mapping', mapping, '--json'])
  expect(all.code).toBe(0)
  // One JSON value, and nothing else on stdout.
  expect(all.stdout.trimEnd()).not.toContain('\n')
  const result = JSON.parse(all.stdout) as ImportResult
  expect(result).toMatchObject({
    dataset: 'cases',
    rows: 2,
    accepted: 2,
    inserted: 2,
    rejected: 0,
    issues: [],
  })
  expect(all.stderr).not.toContain('{')

  // A mapping as Windows editors save it.
  const marked = await home.file('marked.json', `\uFEFF${JSON.stringify(caseMapping())}`)
  const again = await home.run(['import', 'cases', file, '--mapping', marked, '--json'])
  expect(JSON.parse(again.stdout)).toMatchObject({ unchanged: 2 })

  const part = await home.file('part.csv', lines(head, 'A1,Dinas A,Izin,2026-01-05', 'A3,Dinas A,Izin,never'))
  const some = await home.run(['import', 'cases', part, '--mapping', mapping, '--json', '--lang', 'en'])
  expect(some.code).toBe(3)
  expect(JSON.parse(some.stdout)).toMatchObject({
    unchanged: 1,
    rejected: 1,
    issues: [{ row: 2, code: 'bad-date' }],
  })

  const none = await home.file('none.csv', lines(head, 'A4,Dinas A,Izin,never'))
  const nothing = await home.run(['import', 'cases', none, '--mapping', mapping, '--lang', 'id'])
  expect(nothing.code).toBe(1)
  expect(nothing.stdout).toContain('1 baris: 0 diterima, 0 dilewati, 1 ditolak')
  expect(nothing.stdout).toContain('baris 1, submitted: “never” di kolom submitted bukan tanggal')
})

test('a dry run says the same and writes nothing', async () => {
  const file = await home.file('dry.csv', lines(head, 'D1,Dinas Kering,Izin,2026-01-05'))
  const dry = await home.run(['import', 'cases', file, '--mapping', mapping, '--dry-run', '--json'])
  expect(dry.code).toBe(0)
  expect(JSON.parse(dry.stdout)).toMatchObject({ inserted: 1, accepted: 1 })
  const wet = await home.run(['import', 'cases', file, '--mapping', mapping, '--json'])
  expect(JSON.parse(wet.stdout)).toMatchObject({ inserted: 1, unchanged: 0 })
})

test('a folder is one import of its files by their names; what is no delivery is named', async () => {
  const folder = join(home.dir, 'weeks')
  await mkdir(folder)
  const own = join(folder, 'mapping.json')
  await writeFile(own, JSON.stringify(caseMapping()))
  await writeFile(join(folder, 'week-2.csv'), lines(head, 'F2,Dinas Folder,Izin,2026-01-12'))
  await writeFile(join(folder, 'week-1.csv'), lines(head, 'F1,Dinas Folder,Izin,2026-01-05', 'F2,x,y,never'))
  await writeFile(join(folder, 'notes.pdf'), 'x')
  await writeFile(join(folder, '.hidden.csv'), 'x')
  const done = await home.run(['import', 'cases', folder, '--mapping', own, '--json', '--lang', 'en'])
  expect(done.code).toBe(3)
  expect(JSON.parse(done.stdout)).toMatchObject({ inserted: 2, issues: [{ file: 'week-1.csv', row: 2 }] })
  expect(done.stderr).toContain('2 files, in this order: week-1.csv, week-2.csv\n')
  expect(done.stderr).toContain(`left out, no format that is read: ${join(folder, 'notes.pdf')}\n`)
  expect(done.stderr).not.toContain('hidden')

  // The whole of it is taken back at once, and only once.
  const { importId } = JSON.parse(done.stdout) as ImportResult
  const undone = await home.run(['import', '--undo', importId])
  expect(undone).toMatchObject({ code: 0, stderr: '' })
  expect(undone.stdout).toBe(
    `Import ${importId} is undone: 2 facts removed, 0 as they were before.\n  agencies removed with it: dinas-folder\n`,
  )
  expect(await fails(['import', '--undo', importId, '--json'].slice(0, 3))).toMatch(
    /^This import was undone already/,
  )
  const usage = await home.run(['import', 'cases', folder, '--undo', importId])
  expect(usage).toMatchObject({ code: 2, stdout: '' })
})

test('readings come as CSV or JSON; a wrong question is 2, an unknown code 1', async () => {
  const own = await openCommandHome()
  const file = await own.file('good.csv', good)
  await own.run(['import', 'cases', file, '--mapping', mapping])
  const ask = ['readings', '--indicators', 'received', '--from', '2026-01-01', '--to', '2026-01-31']
  const csv = await own.run(ask)
  expect(csv.code).toBe(0)
  expect(csv.stdout).toContain('received,,,,2026-01,2,count')
  const json = await own.run([...ask, '--agency', '*', '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject({ readings: [{ agency: 'dinas-a', value: 2 }] })
  const wrong = await own.run([...ask, '--grain', 'decade'])
  expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^grain: .+\n$/) })
  const unknown = await own.run([...ask, '--agency', 'nowhere'])
  expect(unknown).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'There is no agency with the code “nowhere”.\n',
  })
  const doctor = await own.run(['doctor'])
  expect(doctor).toMatchObject({ code: 0, stderr: '' })
  expect(await own.run(['rebuild', '--json'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\{"seconds":/),
  })
  expect((await own.run(ask)).stdout).toBe(csv.stdout)
  await own.remove()
})

test('what is wrong is told in the language of the environment, or the one asked for', async () => {
  const file = await home.file('empty.csv', '')
  const wrong = await home.file('wrong.json', JSON.stringify(caseMapping({ columns: { completedat: 'x' } })))
  const id = { LANG: 'id_ID.UTF-8' }
  const en = { LANG: 'en_GB.UTF-8' }
  const empty = ['import', 'cases', file, '--mapping', mapping]
  const inEnglish = 'empty.csv is empty. Deliver it with a header and rows.'
  const inIndonesian = 'empty.csv kosong. Kirim dengan baris judul kolom dan baris isinya.'
  expect(await fails(empty, en)).toBe(inEnglish)
  expect(await fails(empty, id)).toBe(inIndonesian)
  expect(await fails([...empty, '--lang', 'en'], id)).toBe(inEnglish)
  expect(await fails([...empty, '--lang=id'], en)).toBe(inIndonesian)
  expect(await fails(['import', 'cases', file, '--mapping', wrong], id)).toBe(
    'Pemetaan: columns.completedat: tidak dikenal; apakah maksudnya completedAt?',
  )
  expect(await fails(['doctor'], { ...id, PORT: 'http' })).toMatch(/^PORT: harus ada dan berupa angka/)
  expect(await fails(['serve'], { ...id, DATABASE_URL: 'mysql://x' })).toBe(
    'Terukur tidak dapat dijalankan. DATABASE_URL: harus duckdb:PATH, duckdb::memory:, atau postgres://…',
  )
  const ask = ['readings', '--indicators', 'speed', '--from', '2026-01-01', '--to', '2026-01-31']
  expect((await home.run(ask, id)).stderr).toMatch(/^indicators: hanya boleh berisi received, /)
  const usage = await home.run(['import', 'cases'], id)
  expect(usage).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^Sebutkan sedikitnya satu berkas\./),
  })
  expect((await home.run(['improt'], id)).stderr).toMatch(/^Tidak ada perintah “improt”\./)
  expect((await home.run(['doctor', '--loud'], id)).stderr).toMatch(/^Perintah tidak dipahami: .*--loud/)
})

describe('one clear line for', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'bad.csv is empty.'],
    ['a header alone', `${head}\n`, 'bad.csv has a header but no rows.'],
    [
      'binary garbage',
      Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 197 + (i >> 3)) % 256)),
      'bad.csv is not a text file.',
    ],
    [
      'another header',
      lines('Ref,agency,service,submitted', 'a,b,c,2026-01-05'),
      'bad.csv has no column “ref”. Did you mean “Ref”?',
    ],
    ['dates to ask about', lines(head, 'x,y,z,2026/01'), ''],
  ])('%s', async (_, content, message) => {
    const file = await home.file('bad.csv', content)
    if (message === '') {
      const undated = await home.file(
        'undated.json',
        JSON.stringify(caseMapping({ format: { datetime: undefined } })),
      )
      expect(await fails(['import', 'cases', file, '--mapping', undated])).toContain('Give format.datetime')
    } else {
      expect(await fails(['import', 'cases', file, '--mapping', mapping, '--json'])).toContain(message)
    }
  })

  test('a file that is not there, or a folder with nothing to read', async () => {
    const missing = `${home.dir}/missing.csv`
    expect(await fails(['import', 'cases', missing, '--mapping', mapping])).toBe(
      `The file ${missing} cannot be read. Check its name.`,
    )
    const folder = join(home.dir, 'letters')
    await mkdir(folder)
    await writeFile(join(folder, 'letter.docx'), 'x')
    expect(await fails(['import', 'cases', folder, '--mapping', mapping])).toBe(
      `The folder ${folder} holds no file of a format that is read (it has letter.docx). Deliver .csv, .tsv, .ndjson, .json, .xlsx, .ods or .parquet.`,
    )
  })

  test('a mapping that is not there, is no JSON, is wrong, or for another dataset', async () => {
    const file = await home.file('good.csv', good)
    const run = (path: string, dataset = 'cases') =>
      fails(['import', dataset, file, '--mapping', path, '--json'])
    expect(await run(`${home.dir}/none.json`)).toContain('none.json cannot be read. Check its name.')
    expect(await run(await home.file('text.json', '{"dataset": cases}'))).toContain(
      'text.json is not valid JSON: ',
    )
    const wrong = await home.file(
      'wrong.json',
      JSON.stringify(caseMapping({ columns: { completedat: 'x' } })),
    )
    expect(await run(wrong)).toBe('Mapping: columns.completedat: is unknown; did you mean completedAt?')
    expect(await run(mapping, 'surveys')).toContain(
      'The mapping is for “cases”, but “surveys” was asked for.',
    )
    expect(await run(mapping, 'costs')).toContain('costs')
  })
})

test('a dry run beside demo data says what would become of it, and leaves it', async () => {
  const own = await openCommandHome()
  try {
    expect((await own.run(['demo'])).code).toBe(0)
    const file = await own.file('first.csv', lines(head, 'D1,Dinas Kering,Izin,2026-01-05'))
    const as = await own.file('mapping.json', JSON.stringify(caseMapping()))
    const command = ['import', 'cases', file, '--mapping', as, '--lang', 'en']
    const dry = await own.run([...command, '--dry-run'])
    expect(dry.stdout).toContain('The demo data would be removed')
    expect(dry.stdout).toContain('1 agency, 1 service, 2026-01-05')
    expect((await own.run(command)).stdout).toContain('The demo data was removed')
  } finally {
    await own.remove()
  }
})
