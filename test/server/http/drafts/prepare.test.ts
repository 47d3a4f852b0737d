import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Draft, DraftEntities, DraftPreview, DraftValues } from '#shared/contract/draft.ts'
import { deskOf } from '#test/support/drafts.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'
import { lines } from '#test/support/small-file.ts'
import { setAdds } from '#web/pages/agency/import/indicator-adds.ts'
import type { DraftMapping } from '#web/pages/agency/import/mapping-edit.ts'
import { writeWhereBlank } from '#web/pages/agency/import/write-blank.ts'

// From a dropped file to a checked mapping: what is found out by itself, and what is asked.

let server: TestServer
let desk: ReturnType<typeof deskOf>
beforeAll(async () => {
  server = await openTestServer()
  desk = deskOf(server)
})
afterAll(() => server.close())

const ugly = lines(
  'LAPORAN PERMOHONAN IZIN;;;;;;',
  'Kota Contoh, Januari 2026;;;;;;',
  '',
  'No;No. Permohonan;OPD;Jenis Layanan;Tgl. Masuk;Tanggal Selesai;Status',
  '1;P-001;DPMPTSP;Izin Usaha;13/01/2026;20/01/2026;Selesai',
  '2;P-002;DPMPTSP;Izin Usaha;14/01/2026;;Diproses',
  '3;P-003;Dinas Kesehatan;Surat Izin Praktik;15/01/2026;16/01/2026;Ditolak',
  '4;P-004;Dinas Kesehatan;Surat Izin Praktik;99/01/2026;-;Entah',
)

test('an office file in Windows-1252 with titles, semicolons and day first maps itself', async () => {
  const bytes = Buffer.from(ugly.replaceAll('Contoh', 'Cont\u00f6h'), 'latin1')
  const draft = await desk.drop({ 'laporan.csv': bytes })
  expect(draft).toMatchObject({
    stage: 'mapping',
    dataset: 'cases',
    mappingIssues: [],
    mappingFrom: 'suggested',
  })
  expect(draft.detection).toMatchObject({ encoding: 'windows-1252', delimiter: ';', headerRow: 3, rows: 4 })
  expect(draft.detection!.head[0]).toMatchObject({
    row: 1,
    cells: expect.arrayContaining(['LAPORAN PERMOHONAN IZIN']),
  })
  expect(draft.mapping).toEqual({
    dataset: 'cases',
    format: { timezone: 'Asia/Jakarta', null: ['-'] },
    columns: {
      ref: 'No. Permohonan',
      agency: 'OPD',
      service: 'Jenis Layanan',
      submittedAt: { column: 'Tgl. Masuk', datetime: 'dd/MM/yyyy' },
      completedAt: { column: 'Tanggal Selesai', datetime: 'dd/MM/yyyy' },
      outcome: 'Status',
    },
    values: { outcome: { Selesai: 'completed', Diproses: null, Ditolak: 'rejected' } },
    create: ['agency', 'service'],
  })
  const reasons = Object.fromEntries(draft.detection!.matches.map(({ field, reason }) => [field, reason]))
  expect(reasons.submittedAt).toBe('its header means this, it holds dates')
  expect(reasons.outcome).toBe('its header means this, 75% of its values are understood')

  const preview = await desk.ask<DraftPreview>('GET', `/${draft.id}/preview?rows=4`)
  expect(preview.rows.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted', 'rejected'])
  expect(preview.rows[0]!.cells.submittedAt).toEqual({ raw: '13/01/2026', value: '2026-01-13', issue: null })
  expect(preview.rows[3]!.cells.submittedAt).toMatchObject({
    raw: '99/01/2026',
    value: null,
    issue: { code: 'bad-date', severity: 'error' },
  })
  expect(preview.rows[1]!.cells.outcome).toEqual({ raw: 'Diproses', value: null, issue: null })

  const values = await desk.ask<DraftValues>('GET', `/${draft.id}/values/outcome`)
  expect(values.values.find(({ value }) => value === 'Entah')).toEqual({
    value: 'Entah',
    count: 1,
    match: null,
    isMapped: false,
    suggestion: null,
  })
  const agencies = await desk.ask<DraftEntities>('GET', `/${draft.id}/entities/agency`)
  expect(agencies).toMatchObject({ distinct: 2, counts: { known: 0, created: 2, rejected: 0 } })

  const checked = await desk.check(draft.id)
  expect(checked.check).toMatchObject({
    status: 'done',
    error: null,
    counts: { rows: 4, accepted: 3, rejected: 1, inserted: 3, updated: 0 },
    groups: [
      {
        code: 'bad-date',
        severity: 'error',
        column: 'Tgl. Masuk',
        count: 1,
        examples: [{ row: 4, value: '99/01/2026' }],
      },
    ],
  })
  const rejected = await (await desk.send('GET', `/${draft.id}/rejected.csv`)).text()
  expect(rejected).toBe(
    'No,No. Permohonan,OPD,Jenis Layanan,Tgl. Masuk,Tanggal Selesai,Status,Reason for rejection\r\n' +
      '4,P-004,Dinas Kesehatan,Surat Izin Praktik,99/01/2026,-,Entah,' +
      '"“99/01/2026” in column Tgl. Masuk is not a date we can read. Correct it, or set format.datetime."\r\n',
  )
})

test('a date that could be both is asked, never guessed', async () => {
  const draft = await desk.drop({
    'a.csv': lines(
      'Nomor Permohonan,Dinas,Layanan,Tanggal Masuk',
      'A1,Dinas A,Izin,01/02/2026',
      'A2,Dinas A,Izin,03/04/2026',
    ),
  })
  const { dates } = draft.detection!.columns[3]!
  expect(dates).toEqual({
    patterns: [],
    choices: [
      { patterns: ['dd/MM/yyyy'], example: '01/02/2026', reads: '2026-02-01' },
      { patterns: ['MM/dd/yyyy'], example: '01/02/2026', reads: '2026-01-02' },
    ],
  })
  expect(draft.mappingIssues).toEqual([
    {
      path: 'columns.submittedAt.datetime',
      message: '“01/02/2026” can be read day first or month first; say which',
    },
  ])
  expect((await desk.send('POST', `/${draft.id}/check`)).status).toBe(400)
  const { columns } = draft.mapping as { columns: object }
  const answered = await desk.ask<Draft>('PUT', `/${draft.id}/mapping`, {
    version: draft.mappingVersion,
    mapping: {
      ...draft.mapping,
      columns: { ...columns, submittedAt: { column: 'Tanggal Masuk', datetime: 'dd/MM/yyyy' } },
    },
  })
  expect(answered.mappingIssues).toEqual([])
  const late = await desk.send('PUT', `/${draft.id}/mapping`, { version: draft.mappingVersion, mapping: {} })
  expect(late.status).toBe(409)
  const preview = await desk.ask<DraftPreview>('GET', `/${draft.id}/preview`)
  expect(preview.rows[0]!.cells.submittedAt!.value).toBe('2026-02-01')
})

test('a file that cannot be read says so, and can be read otherwise', async () => {
  const draft = await desk.drop({ 'a.csv': Buffer.from('kosong\n') })
  expect(draft).toMatchObject({ stage: 'broken', detection: null })
  expect(draft.problem).toMatch(/^a\.csv .*rows/)
  const two = await desk.drop({ 'x.csv': lines('a,b', 'ref,agency', '1,2'), 'y.csv': lines('a,c', '1,2') })
  expect(two.problem).toMatch(/^y\.csv has no column “b”/)
  await desk.ask('PATCH', `/${two.id}`, { reading: { headerRow: 2 } })
  expect((await desk.settled(two.id)).problem).toMatch(/no column|rows/)
})

test('whoever does not read the rejected rows to the end holds up nothing', async () => {
  const file = lines('ref,agency,service,submitted', 'A1,Dinas A,Izin,2026-01-05', 'A2,Dinas A,Izin,')
  const draft = await desk.drop({ 'a.csv': file })
  await desk.check(draft.id)
  const unread = await desk.send('GET', `/${draft.id}/rejected.csv`)
  const { mappingVersion: version, mapping } = draft
  await desk.ask('PUT', `/${draft.id}/mapping`, { version, mapping: { ...mapping, mode: 'upsert' } })
  expect((await desk.ask<{ rows: unknown[] }>('GET', `/${draft.id}/preview`)).rows).toHaveLength(2)
  await unread.body!.cancel()
})

test('rejected rows come back corrected, cell by cell as they were', async () => {
  const file = lines(
    'Nomor Permohonan,Dinas,Layanan,Tanggal Masuk,Catatan',
    "=1+1,Dinas A,Izin,2026-01-05,'=kutip",
    '-7,Dinas A,Izin,kemarin,+62811',
    '=2+2;=3;-a;- b,Dinas A,Izin,,@cmd',
    'A1,Dinas A,Izin,2026-01-04,',
    'A2,Dinas A,Izin,2026-01-03,',
  )
  const { id } = await desk.drop({ 'a.csv': file })
  expect((await desk.check(id)).check!.counts).toMatchObject({ accepted: 3, rejected: 2 })
  const rejected = await (await desk.send('GET', `/${id}/rejected.csv`)).text()
  expect(rejected.split('\r\n').slice(1, 3)).toEqual([
    expect.stringMatching(/^-7,Dinas A,Izin,kemarin,\+62811,/),
    expect.stringMatching(/^"'=2\+2;'=3;'-a;- b",Dinas A,Izin,,'@cmd,/),
  ])
  const again = await desk.drop({
    'a.csv': rejected.replace('kemarin', '2026-01-06').replace('Izin,,', 'Izin,2026-01-07,'),
  })
  expect(again.detection!.columns.map(({ isReason }) => isReason)).toEqual([
    false,
    false,
    false,
    false,
    false,
    true,
  ])
  expect((again.mapping as { columns: object }).columns).toMatchObject({ ref: 'Nomor Permohonan' })
  expect((await desk.check(again.id)).check!.counts).toMatchObject({ accepted: 2, rejected: 0 })
  const preview = await desk.ask<DraftPreview>('GET', `/${again.id}/preview`)
  expect(preview.rows.map(({ cells }) => cells.ref!.value)).toEqual(['-7', '=2+2;=3;-a;- b'])
})

test('totals, notes and signatures are told once, as such, and hide no date or number', async () => {
  const draft = await desk.drop({
    'register.csv': lines(
      'No,Nomor Permohonan,Dinas,Jenis Izin,Tanggal Masuk,Tanggal Selesai',
      '1,P-1,Dinas A,Izin,5 Jan 26,9 Jan 26',
      '2,P-2,Dinas A,Izin,6 Jan 26,belum',
      ',Jumlah Izin,,,2,1',
      '3,P-3,Dinas A,,7 Jan 26,8 Jan 26',
      'TOTAL,,,,3,2',
      ',,,,,"Mengetahui,"',
      ',,,,,NIP. 19700101 199003 1 001',
    ),
  })
  expect(draft.mapping).toMatchObject({
    format: { summaries: 'skip' },
    columns: { submittedAt: { datetime: 'dd MMM yy' }, completedAt: { null: ['belum'] } },
  })
  const { check } = await desk.check(draft.id)
  expect(check!.counts).toMatchObject({ rows: 7, accepted: 2, skipped: 4, rejected: 1, warnings: 0 })
  expect(check!.groups.map(({ code, count }) => [code, count])).toEqual([
    ['required-missing', 1],
    ['summary-line', 4],
  ])
})

test('how many rows a blank cell keeps out alone is told, and one value for all of them saves these', async () => {
  const draft = await desk.drop({
    'aduan.csv': lines(
      'Nomor Permohonan,Dinas,Jenis Layanan,Tanggal Masuk',
      'B1,Dinas B,Izin Reklame,2026-01-05',
      'B2,Dinas B,,2026-01-06',
      'B3,Dinas B,Izin Reklame,kemarin',
      'B4,Dinas B,,kemarin',
      'B5,Dinas B,,2026-01-07',
      'B6,Dinas B,Izin Trayek,2026-01-08',
    ),
  })
  const { check } = await desk.check(draft.id)
  expect(check!.groups.map(({ code, count, alone }) => [code, count, alone])).toEqual([
    ['required-missing', 3, 2],
    ['bad-date', 2, 1],
  ])
  const written = writeWhereBlank(draft.mapping as DraftMapping, 'service', 'Tidak disebutkan')
  await desk.ask('PUT', `/${draft.id}/mapping`, { version: draft.mappingVersion, mapping: written })
  const entities = await desk.ask<DraftEntities>('GET', `/${draft.id}/entities/service`)
  expect(entities.values).toContainEqual(expect.objectContaining({ value: 'Tidak disebutkan', count: 3 }))
  const saved = (await desk.check(draft.id)).check!
  expect(saved.counts).toMatchObject({ accepted: check!.counts!.accepted + 2, rejected: 2, services: 3 })
  expect(saved.groups.map(({ code, count, alone }) => [code, count, alone])).toEqual([['bad-date', 2, 2]])
})

test('months between the first and the last that no row is about are told, and keep nobody', async () => {
  const draft = await desk.drop({
    'bulanan.csv': lines(
      'OPD,Periode,Indikator,Nilai',
      'Dinas A,2025-10,Jumlah Permohonan,10',
      'Dinas A,2026-01,Jumlah Permohonan,12',
      'Dinas A,2026-Q2,Jumlah Permohonan,30',
      'Dinas A,2026-08,Jumlah Permohonan,9',
    ),
  })
  const { check } = await desk.check(draft.id)
  expect(check).toMatchObject({
    counts: { accepted: 4, rejected: 0 },
    gaps: [
      { from: '2025-11', to: '2025-12' },
      { from: '2026-02', to: '2026-03' },
      { from: '2026-07', to: '2026-07' },
    ],
  })
})

test('that a new indicator adds up is said of its name alone', async () => {
  const draft = await desk.drop({
    'kinerja.csv': lines(
      'OPD,Periode,Indikator,Nilai',
      'Dinas A,2026-01,Sosialisasi digelar,4',
      'Dinas A,2026-01,Mutu arsip,71',
      'Dinas A,2026-02,Sosialisasi digelar,6',
    ),
  })
  const mapping = setAdds(draft.mapping as DraftMapping, 'Sosialisasi digelar', 'sum')
  await desk.ask('PUT', `/${draft.id}/mapping`, { version: draft.mappingVersion, mapping })
  const { rows } = await desk.ask<DraftPreview>('GET', `/${draft.id}/preview`)
  expect(rows.map(({ cells }) => cells.indicatorAdds!.value)).toEqual(['sum', 'none', 'sum'])
  expect((await desk.check(draft.id)).check!.counts).toMatchObject({ accepted: 3, warnings: 0 })
})

test('a sheet of targets is one, and saying that it is something else loses nothing', async () => {
  const draft = await desk.drop({
    'perjanjian.csv': lines(
      'PERJANJIAN KINERJA TAHUN 2026,,,,',
      'No,Sasaran Strategis,Indikator Kinerja,Satuan,Target',
      '1,Meningkatnya kualitas pelayanan,Indeks Kepuasan Masyarakat,Indeks,85',
      '2,,Jumlah tunggakan,Berkas,12',
    ),
  })
  expect(draft.dataset).toBe('targets')
  expect(draft.mapping).toMatchObject({
    columns: { indicator: 'Indikator Kinerja', kind: 'Indikator Kinerja', value: 'Target' },
    constants: { period: '2026' },
    values: {
      indicator: { 'Indeks Kepuasan Masyarakat': 'satisfaction-index', 'Jumlah tunggakan': 'backlog' },
      kind: { 'Indeks Kepuasan Masyarakat': 'min', 'Jumlah tunggakan': 'max' },
    },
  })
  expect(draft.mappingIssues.map(({ path }) => path)).toEqual(['columns.agency'])
  const said = {
    ...draft.mapping,
    constants: { period: '2026', agency: 'Dinas Perhubungan' },
    create: ['agency'],
  }
  await desk.ask('PUT', `/${draft.id}/mapping`, { version: draft.mappingVersion, mapping: said })
  const other = await desk.ask<Draft>('PATCH', `/${draft.id}`, { dataset: 'values' })
  expect(other.mapping).toMatchObject({
    dataset: 'values',
    constants: { period: '2026', agency: 'Dinas Perhubungan' },
    create: expect.arrayContaining(['agency']),
  })
  const back = await desk.ask<Draft>('PATCH', `/${draft.id}`, { dataset: 'targets' })
  expect(back).toMatchObject({ dataset: 'targets', mapping: said, mappingIssues: [] })
  const { check } = await desk.check(draft.id)
  expect(check!.counts).toMatchObject({ rows: 2, accepted: 2, rejected: 0 })
})

test('a service that is written once for its rows is filled down, unless somebody says otherwise', async () => {
  const draft = await desk.drop({
    'rekap.csv': lines(
      'Jenis Layanan;No. Berkas;Dinas;Tgl Terima;Tgl Selesai',
      'Legalisasi;B-01;Dinas F;2026-01-05;2026-01-16',
      ';B-02;Dinas F;2026-01-05;',
      ';B-03;Dinas F;2026-01-06;',
      'Jumlah Legalisasi;;3;;',
      'Surat Pindah;B-04;Dinas F;2026-01-07;2026-01-19',
      ';B-05;Dinas F;2026-01-08;',
      'Total;;5;;',
    ),
  })
  expect(draft.reading).toEqual({ fillDown: ['Jenis Layanan'] })
  expect(draft.mapping).toMatchObject({ format: { fillDown: ['Jenis Layanan'], summaries: 'skip' } })
  const preview = await desk.ask<DraftPreview>('GET', `/${draft.id}/preview?rows=6`)
  expect(preview.rows.map(({ cells, state }) => `${state} ${cells.service!.value}`)).toEqual([
    'accepted Legalisasi',
    'accepted Legalisasi',
    'accepted Legalisasi',
    'skipped Jumlah Legalisasi',
    'accepted Surat Pindah',
    'accepted Surat Pindah',
  ])
  const { check } = await desk.check(draft.id)
  expect(check!.counts).toMatchObject({ rows: 7, accepted: 5, skipped: 2, rejected: 0, services: 2 })

  const said = { ...draft.mapping, source: 'loket' }
  await desk.ask('PUT', `/${draft.id}/mapping`, { version: draft.mappingVersion, mapping: said })
  await desk.ask('PATCH', `/${draft.id}`, { reading: { fillDown: [] } })
  const plain = await desk.settled(draft.id)
  expect(plain.mapping).toMatchObject({ source: 'loket', format: { fillDown: [] } })
  expect((await desk.check(draft.id)).check!.counts).toMatchObject({ accepted: 2, rejected: 3 })

  await desk.ask('POST', `/${draft.id}/commit`, { version: plain.mappingVersion })
  expect((await desk.settled(draft.id)).stage).toBe('done')
  const next = await desk.drop({
    'rekap-februari.csv': lines(
      'Jenis Layanan;No. Berkas;Dinas;Tgl Terima;Tgl Selesai',
      'Legalisasi;B-11;Dinas F;2026-02-05;2026-02-16',
      ';B-12;Dinas F;2026-02-05;',
      'Surat Pindah;B-14;Dinas F;2026-02-07;',
    ),
  })
  expect(next).toMatchObject({
    mappingFrom: 'remembered',
    reading: { fillDown: [] },
    mapping: { format: { fillDown: [] } },
  })
  expect((await desk.check(next.id)).check!.counts).toMatchObject({ accepted: 2, rejected: 1 })
})

test('the month that a person said of the last file is not taken to be that of the next', async () => {
  const file = (title: string) =>
    lines(`${title};;;`, 'Jenis Layanan;Berkas Masuk;Berkas Terbit;Unit', 'Legalisasi;12;10;Dinas G')
  const january = await desk.drop({ 'rekap.csv': file('REKAP LAYANAN JANUARI 2026') }, { dataset: 'values' })
  expect(january.mapping!.constants).toMatchObject({ period: '2026-01' })
  await desk.ask('POST', `/${january.id}/commit`, { version: january.mappingVersion })
  expect((await desk.settled(january.id)).stage).toBe('done')

  const told = await desk.drop({ 'rekap.csv': file('REKAP LAYANAN MARET 2026') })
  expect(told).toMatchObject({ mappingFrom: 'remembered', mapping: { constants: { period: '2026-03' } } })
  for (const title of ['REKAP LAYANAN', 'REKAP LAYANAN TAHUN 2026']) {
    const silent = await desk.drop({ 'rekap.csv': file(title) })
    expect(silent.mappingFrom).toBe('remembered')
    expect(silent.mapping!.constants).not.toHaveProperty('period')
    expect(silent.mappingIssues).toContainEqual(expect.objectContaining({ path: 'columns.period' }))
  }
})
