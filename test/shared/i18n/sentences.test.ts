import { describe, expect, it } from 'vitest'
import type { Reading } from '#shared/contract/reading.ts'
import { changePhrase, openingSentence, type Pair } from '#shared/i18n/sentences.ts'
import { partNote } from '#shared/i18n/so-far.ts'
import { LOCALES } from '#shared/i18n/text.ts'
import { byar } from '#shared/stats/byar.ts'
import { wilson } from '#shared/stats/wilson.ts'
import { makeReading } from '#test/support/reading.ts'

const DAY = 86_400

const days = (value: number, reach: number | null, period = '2025-03') =>
  makeReading({
    value: value * DAY,
    low: reach === null ? null : (value - reach) * DAY,
    high: reach === null ? null : (value + reach) * DAY,
    period,
  })

function share(x: number, n: number, period = '2025-03'): Reading {
  const [low, high] = wilson(x, n)!
  return makeReading({ indicator: 'on-time-rate', unit: 'ratio', value: x / n, low, high, period })
}

const count = (value: number, period = '2025-03') =>
  makeReading({ indicator: 'backlog', unit: 'count', value, period })

/** Visits to emergency departments of a country: a flow, with Byar's interval. */
const visits = (value: number, period: string) => {
  const [low, high] = byar(value)!
  return makeReading({ indicator: 'received', unit: 'count', value, low, high, period })
}

const missing = (reason: Reading['missing'], period = '2025-03') => makeReading({ missing: reason, period })
const none: Pair = { current: undefined, previous: undefined }

describe('changePhrase', () => {
  // Each: the two readings, and what is said in both languages.
  it.each<[string, Pair, string, string]>([
    [
      'a difference larger than chance, down',
      { current: days(3, 0.5), previous: days(5, 0.5, '2025-02') },
      '2 hari lebih singkat daripada Februari 2025; perubahan ini lebih besar daripada kebetulan',
      '2 days shorter than in February 2025; the change is larger than chance',
    ],
    [
      'a difference larger than chance, up',
      { current: days(5, 0.5), previous: days(3, 0.5, '2025-02') },
      '2 hari lebih lama daripada Februari 2025; perubahan ini lebih besar daripada kebetulan',
      '2 days longer than in February 2025; the change is larger than chance',
    ],
    [
      'a difference whose interval includes zero',
      { current: days(4, 2), previous: days(6, 2, '2025-02') },
      '2 hari lebih singkat daripada Februari 2025; perubahan ini bisa saja kebetulan',
      '2 days shorter than in February 2025; the change may be chance',
    ],
    [
      'a difference whose interval only reaches zero',
      { current: days(13, 3), previous: days(8, 4, '2025-02') },
      '5 hari lebih lama daripada Februari 2025; perubahan ini bisa saja kebetulan',
      '5 days longer than in February 2025; the change may be chance',
    ],
    [
      'shares in percentage points, 48/80 to 56/70',
      { current: share(56, 70), previous: share(48, 80, '2024-03') },
      '20,0 poin persentase lebih tinggi daripada Maret 2024; perubahan ini lebih besar daripada kebetulan',
      '20.0 percentage points higher than in March 2024; the change is larger than chance',
    ],
    [
      'shares of few cases, 3/4 to 4/4',
      { current: share(4, 4), previous: share(3, 4, '2024-03') },
      '25,0 poin persentase lebih tinggi daripada Maret 2024; perubahan ini bisa saja kebetulan',
      '25.0 percentage points higher than in March 2024; the change may be chance',
    ],
    [
      'no interval on one side: chance cannot be judged, and that is said',
      { current: days(3, null), previous: days(5, 0.1, '2025-02') },
      '2 hari lebih singkat daripada Februari 2025; data terlalu sedikit untuk menilai apakah ini kebetulan',
      '2 days shorter than in February 2025; too few data to tell whether it is chance',
    ],
    [
      'a count without an interval: nothing about chance',
      { current: count(90), previous: count(100, '2025-02') },
      '10 lebih sedikit daripada Februari 2025',
      '10 fewer than in February 2025',
    ],
    [
      'counts of different units: their number instead of chance',
      {
        current: { ...count(90), low: 72, high: 111, coverage: { reporting: 9, expected: 10 } },
        previous: {
          ...count(300, '2025-02'),
          low: 267,
          high: 336,
          coverage: { reporting: 10, expected: 10 },
        },
      },
      '210 lebih sedikit daripada Februari 2025; 9 unit melapor, saat itu 10',
      '210 fewer than in February 2025; 9 units reported, 10 then',
    ],
    [
      'shares that a third of the units are missing from: their number instead of chance',
      {
        current: { ...share(800, 1000), coverage: { reporting: 29, expected: 44 } },
        previous: { ...share(600, 1000, '2024-03'), coverage: { reporting: 43, expected: 44 } },
      },
      '20,0 poin persentase lebih tinggi daripada Maret 2024; 29 unit melapor, saat itu 43',
      '20.0 percentage points higher than in March 2024; 29 units reported, 43 then',
    ],
    [
      'shares that one unit in 44 is missing from',
      {
        current: { ...share(800, 1000), coverage: { reporting: 43, expected: 44 } },
        previous: { ...share(600, 1000, '2024-03'), coverage: { reporting: 44, expected: 44 } },
      },
      '20,0 poin persentase lebih tinggi daripada Maret 2024; perubahan ini lebih besar daripada kebetulan; 43 unit melapor, saat itu 44',
      '20.0 percentage points higher than in March 2024; the change is larger than chance; 43 units reported, 44 then',
    ],
    [
      'a small change of shares, told by one unit less of 44: chance says enough',
      {
        current: { ...share(610, 1000), coverage: { reporting: 43, expected: 44 } },
        previous: { ...share(600, 1000, '2024-03'), coverage: { reporting: 44, expected: 44 } },
      },
      '1,0 poin persentase lebih tinggi daripada Maret 2024; perubahan ini bisa saja kebetulan',
      '1.0 percentage points higher than in March 2024; the change may be chance',
    ],
    [
      'times of as many units, one of which took the place of another',
      {
        current: {
          ...days(13, 1),
          coverage: { reporting: 2, expected: 3 },
          exchanged: [{ period: '2025-02', gone: 1, came: 1 }],
        },
        previous: { ...days(8, 1, '2025-02'), coverage: { reporting: 2, expected: 3 } },
      },
      '5 hari lebih lama daripada Februari 2025; 2 unit melapor, 1 di antaranya saat itu tidak; saat itu 2',
      '5 days longer than in February 2025; 2 units reported, 1 of them not then; 2 then',
    ],
    [
      'shares of one unit and then of another',
      {
        current: {
          ...share(800, 1000),
          coverage: { reporting: 1, expected: 2 },
          exchanged: [{ period: '2024-03', gone: 1, came: 1 }],
        },
        previous: { ...share(600, 1000, '2024-03'), coverage: { reporting: 1, expected: 2 } },
      },
      '20,0 poin persentase lebih tinggi daripada Maret 2024; 1 unit melapor, 1 di antaranya saat itu tidak; saat itu 1',
      '20.0 percentage points higher than in March 2024; 1 unit reported, 1 of them not then; 1 then',
    ],
    [
      'a difference too small to show',
      { current: days(3 + 0.02 / DAY, 1), previous: days(3, 1, '2025-02') },
      '<0,1 hari lebih lama daripada Februari 2025; perubahan ini bisa saja kebetulan',
      '<0.1 days longer than in February 2025; the change may be chance',
    ],
    [
      'no difference',
      { current: days(3, 1), previous: days(3, 1, '2025-02') },
      'sama dengan Februari 2025',
      'the same as in February 2025',
    ],
    ['nothing before', { current: days(3, 1), previous: undefined }, '', ''],
    ['a missing figure before', { current: days(3, 1), previous: missing('too-few', '2025-02') }, '', ''],
    ['a missing figure now', { current: missing('not-reported'), previous: days(3, 1, '2025-02') }, '', ''],
  ])('%s', (_name, pair, indonesian, english) => {
    expect(changePhrase('id', pair)).toBe(indonesian)
    expect(changePhrase('en', pair)).toBe(english)
  })

  it('tells a longer month from more a day', () => {
    const [february, march] = [visits(1_954_947, '2019-02'), visits(2_167_550, '2019-03')]
    expect(changePhrase('en', { current: march, previous: february })).toBe(
      '212,603 more than in February 2019; the change is larger than chance, but not per day (31 and 28 days)',
    )
    expect(changePhrase('id', { current: february, previous: march })).toBe(
      '212.603 lebih sedikit daripada Maret 2019; perubahan ini lebih besar daripada kebetulan, tetapi tidak per hari (28 dan 31 hari)',
    )
    // More a day as well, and months as long as each other.
    for (const [now, then] of [
      [visits(2_300_000, '2019-03'), february],
      [march, visits(1_954_947, '2019-01')],
    ] as const)
      expect(changePhrase('en', { current: now, previous: then })).toMatch(/larger than chance$/)
  })

  it('says nothing of a change to or from a part of a period', () => {
    const part = (reading: Reading): Reading => ({ ...reading, flags: ['partial-period'] })
    const [now, then] = [share(56, 70), share(4, 80, '2024-03')]
    for (const locale of LOCALES) {
      expect(changePhrase(locale, { current: now, previous: then })).not.toBe('')
      expect(changePhrase(locale, { current: part(now), previous: then })).toBe('')
      expect(changePhrase(locale, { current: now, previous: part(then) })).toBe('')
    }
  })

  it('never judges: no improvement, no decline, in either language', () => {
    const pairs: Pair[] = [
      { current: share(56, 70), previous: share(48, 80, '2024-03') },
      { current: share(48, 80), previous: share(56, 70, '2024-03') },
      { current: days(3, 0.1), previous: days(50, 0.1, '2025-02') },
      { current: days(50, 0.1), previous: days(3, 0.1, '2025-02') },
    ]
    for (const locale of LOCALES) {
      for (const pair of pairs) {
        const said = openingSentence(locale, '2025-03', { time: pair, onTime: pair, satisfaction: pair })
        expect(said).not.toMatch(
          /improv|better|worse|faster|slower|good|bad|declin|memb?aik|memburuk|lebih baik|cepat|lambat/i,
        )
      }
    }
  })

  it('says “may be chance” exactly when the interval of the difference includes zero', () => {
    for (let x = 0; x <= 40; x++) {
      for (const [y, m] of [
        [20, 40],
        [300, 400],
      ] as const) {
        const pair = { current: share(x, 40), previous: share(y, m, '2024-03') }
        if (pair.current.value === pair.previous.value) continue
        // Newcombe's interval, written out.
        const { value: p, low: pLow, high: pHigh } = pair.current
        const { value: q, low: qLow, high: qHigh } = pair.previous
        const low = p! - q! - Math.sqrt((p! - pLow!) ** 2 + (qHigh! - q!) ** 2)
        const high = p! - q! + Math.sqrt((pHigh! - p!) ** 2 + (q! - qLow!) ** 2)
        const includesZero = low <= 0 && high >= 0
        expect(changePhrase('en', pair).includes('may be chance')).toBe(includesZero)
        expect(changePhrase('id', pair).includes('bisa saja kebetulan')).toBe(includesZero)
        expect(changePhrase('en', pair).includes('larger than chance')).toBe(!includesZero)
      }
    }
  })
})

describe('openingSentence', () => {
  const index = (value: number, reach: number, period = '2025-03') =>
    makeReading({
      indicator: 'satisfaction-index',
      unit: 'index',
      value,
      low: value - reach,
      high: value + reach,
      period,
    })

  const full = {
    time: {
      current: { ...days(3, 0.5), coverage: { reporting: 12, expected: 1234 } },
      previous: { ...days(5, 0.5, '2025-02'), coverage: { reporting: 12, expected: 1234 } },
    },
    onTime: { current: share(812, 1000), previous: share(810, 1000, '2025-02') },
    satisfaction: {
      current: { ...index(86.925, 1), coverage: { reporting: 12, expected: 1234 } },
      previous: undefined,
    },
  }

  it('says what, how much, against what, whether by chance, and who reported', () => {
    expect(openingSentence('id', '2025-03', full)).toBe(
      'Separuh permohonan yang selesai pada Maret 2025 memakan waktu 3 hari atau kurang, 2 hari lebih singkat daripada ' +
        'Februari 2025; perubahan ini lebih besar daripada kebetulan. 81,2% dari yang jatuh tempo selesai tepat waktu ' +
        '(0,2 poin persentase lebih tinggi daripada Februari 2025; perubahan ini bisa saja kebetulan); ' +
        'indeks kepuasan 86,93. 12 dari 1.234 unit melapor.',
    )
    expect(openingSentence('en', '2025-03', full)).toBe(
      'Half of the cases completed in March 2025 took 3 days or less, 2 days shorter than in February 2025; the change ' +
        'is larger than chance. 81.2% of those due were completed on time (0.2 percentage points higher than in ' +
        'February 2025; the change may be chance); the satisfaction index is 86.93. 12 of 1,234 units reported.',
    )
  })

  it('says of how few cases a half or a share is', () => {
    const few = (n: number, x: number, due: number) => ({
      ...full,
      time: { current: { ...days(3, 0.5), n }, previous: undefined },
      onTime: { current: { ...share(x, due), numerator: x, denominator: due }, previous: undefined },
    })
    expect(openingSentence('en', '2025-03', few(1, 1, 1))).toMatch(
      /^The only case completed in March 2025 took 3 days\. 1 of 1 due completed on time; /,
    )
    expect(openingSentence('id', '2025-03', few(9, 8, 9))).toMatch(
      /^Dari 9 permohonan yang selesai pada Maret 2025, separuh memakan waktu 3 hari atau kurang\. 8 dari 9 yang jatuh tempo /,
    )
    expect(openingSentence('en', '2025-03', few(10, 10, 10))).toMatch(
      /^Half of the cases completed in March 2025 took 3 days or less\. 100\.0% of those due /,
    )
  })

  it('says up to which day a period is known that was delivered in part', () => {
    const part = (covered?: Reading['covered']) => {
      const current: Reading = { ...full.time.current!, flags: ['partial-period'], covered }
      return { ...full, time: { ...full.time, current } }
    }
    const to = { from: null, to: '2025-03-07' }
    expect(openingSentence('id', '2025-03', part(to))).toMatch(
      /^Separuh permohonan yang selesai pada Maret 2025 \(sejauh ini, sampai 7 Maret 2025\) memakan waktu 3 hari atau kurang\. /,
    )
    expect(openingSentence('en', '2025-03', part(to))).toMatch(
      /^Half of the cases completed in March 2025 \(so far, up to 7 March 2025\) took 3 days or less\. /,
    )
    expect(openingSentence('en', '2025-03', part({ from: '2025-03-12', to: null }))).toContain(
      'March 2025 (from 12 March 2025 on)',
    )
    expect(openingSentence('en', '2025-03', part())).toContain('(only a part of it from some units)')
  })

  it('says of each figure which days it is of: survey answers may end before cases do', () => {
    const covered = { from: null, to: '2025-03-26' }
    const answers: Reading = { ...full.satisfaction.current, flags: ['partial-period'], covered }
    const apart = { ...full, satisfaction: { current: answers, previous: index(80, 1, '2025-02') } }
    const said = openingSentence('en', '2025-03', apart)
    expect(said).toMatch(/^Half of the cases completed in March 2025 took 3 days or less, 2 days shorter/)
    expect(said).toContain('the satisfaction index is 86.93 (so far, up to 26 March 2025).')
    const readings = [full.time.current, full.onTime.current, answers]
    expect(partNote('en', '2025-03', readings)).toBe(
      'Satisfaction index (IKM): March 2025 is covered only in part (so far, up to 26 March 2025), and not compared ' +
        'with other periods.',
    )
    expect(partNote('id', '2025-03', readings)).toMatch(/^Indeks kepuasan \(IKM\): Maret 2025 hanya terliput/)
    expect(partNote('en', '2025-03', [answers, missing('not-reported')])).toMatch(/^March 2025 is covered/)
    expect(partNote('en', '2025-03', readings.slice(0, 2))).toBeNull()
  })

  it('says that there is no time, and keeps the rest', () => {
    const without = { ...full, time: { current: missing('not-reported'), previous: days(5, 0.5, '2025-02') } }
    expect(openingSentence('id', '2025-03', without)).toMatch(
      /^Tidak ada angka waktu untuk Maret 2025: belum dilaporkan\. 81,2% dari/,
    )
    expect(openingSentence('en', '2025-03', without)).toMatch(
      /^There is no time to show for March 2025: not reported\. 81\.2% of/,
    )
  })

  it('says so also when there is nothing at all', () => {
    const nothing = { time: none, onTime: none, satisfaction: none }
    expect(openingSentence('id', '2025-Q1', nothing)).toBe(
      'Tidak ada angka waktu, ketepatan waktu, maupun kepuasan untuk Triwulan I 2025: belum dilaporkan.',
    )
    expect(openingSentence('en', '2025-Q1', nothing)).toBe(
      'There are no figures of time, promptness or satisfaction for Q1 2025: not reported.',
    )
  })

  it('begins a later sentence with a capital', () => {
    const onlyIndex = { time: none, onTime: none, satisfaction: full.satisfaction }
    expect(openingSentence('en', '2025-03', onlyIndex)).toContain(
      '. There is no share on time (not reported); the satisfaction index is 86.93.',
    )
    expect(openingSentence('id', '2025-03', onlyIndex)).toContain(
      '. Tidak ada angka tepat waktu (belum dilaporkan); indeks kepuasan 86,93.',
    )
  })

  it('never turns a missing figure into zero', () => {
    const hidden = {
      time: none,
      onTime: { ...full.onTime, current: missing('not-applicable') },
      satisfaction: none,
    }
    for (const locale of LOCALES)
      expect(openingSentence(locale, '2025-03', hidden)).not.toMatch(/\b0\b|0[.,]0|%/)
  })

  it('says which of the figures is missing, and why', () => {
    const some = {
      ...full,
      onTime: { current: missing('not-applicable'), previous: undefined },
      satisfaction: { current: missing('too-few'), previous: undefined },
    }
    expect(openingSentence('en', '2025-03', some)).toContain(
      'There is no share on time (not applicable); there is no satisfaction index (hidden so that no few respondents are recognised).',
    )
    expect(openingSentence('id', '2025-03', some)).toContain(
      'Tidak ada angka tepat waktu (tidak berlaku); tidak ada indeks kepuasan (dirahasiakan agar responden yang sedikit tidak dikenali).',
    )
  })

  it('names the channel it speaks of, by which there are no survey answers', () => {
    const web = { ...full, satisfaction: none, channel: 'web' } as const
    expect(openingSentence('en', '2025-03', web)).toMatch(
      /^Half of the cases completed in March 2025 \(channel: Web\)/,
    )
    expect(openingSentence('en', '2025-03', web)).toContain('survey answers are not told apart by channel')
    expect(openingSentence('id', '2025-03', web)).toContain('Maret 2025 (kanal: Web)')
  })

  it('speaks only of cases with a known time where others were left out', () => {
    const some = {
      ...full,
      time: { current: { ...days(3, 1), flags: ['flagged-cases' as const] }, previous: undefined },
    }
    expect(openingSentence('en', '2025-03', some)).toContain(
      'completed in March 2025 whose time is known took',
    )
    expect(openingSentence('id', '2025-03', some)).toContain('Maret 2025 dan waktunya diketahui memakan')
    expect(openingSentence('en', '2025-03', some)).toContain(
      'completed on time, not counting cases whose dates contradict each other',
    )
    expect(openingSentence('id', '2025-03', some)).toContain(
      'selesai tepat waktu, tanpa kasus yang tanggalnya bertentangan',
    )
  })

  it.each([
    [1, 3, 'The only case completed in March 2025 whose time is known took 3 working days.'],
    [4, 3, 'Of the 4 cases completed in March 2025 whose time is known half took 3 working days or less.'],
    [1, 0, 'The only case completed in March 2025 whose time is known took 0 working days.'],
    [
      90,
      0,
      'Half of the cases completed in March 2025 whose time is known were done before the next working day (0 working days).',
    ],
  ])('says of how few known times, %i of %i working days', (n, value, english) => {
    const current = makeReading({ indicator: 'median-working-days', unit: 'days', value, n })
    const time = { current: { ...current, flags: ['flagged-cases' as const] }, previous: undefined }
    expect(openingSentence('en', '2025-03', { time, onTime: none, satisfaction: none })).toContain(english)
  })

  it('says what no working day means', () => {
    const current = makeReading({ indicator: 'median-working-days', unit: 'days', value: 0, low: 0, high: 1 })
    const atOnce = { time: { current, previous: undefined }, onTime: none, satisfaction: none }
    expect(openingSentence('en', '2025-03', atOnce)).toMatch(
      /^Half of the cases completed in March 2025 were done before the next working day \(0 working days\)\./,
    )
    expect(openingSentence('id', '2025-03', atOnce)).toMatch(
      /selesai sebelum hari kerja berikutnya \(0 hari kerja\)\./,
    )
  })

  it('counts who delivered cases and survey answers apart where they differ', () => {
    const apart = {
      ...full,
      satisfaction: {
        current: { ...full.satisfaction.current, coverage: { reporting: 7, expected: 9 } },
        previous: undefined,
      },
    }
    expect(openingSentence('en', '2025-03', apart)).toContain(
      '12 of 1,234 units reported cases, 7 of 9 survey answers.',
    )
    expect(openingSentence('id', '2025-03', apart)).toContain(
      '12 dari 1.234 unit melaporkan kasus, 7 dari 9 jawaban survei.',
    )
  })

  it('does not count reports where a single unit is expected', () => {
    const one = { ...full, time: { current: days(3, 0.5), previous: days(5, 0.5, '2025-02') } }
    expect(openingSentence('en', '2025-03', one)).not.toContain('reported')
  })
})
