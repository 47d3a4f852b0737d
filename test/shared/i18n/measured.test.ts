import { describe, expect, it } from 'vitest'
import type { InnovationEffect } from '#shared/contract/innovation.ts'
import type { Target } from '#shared/contract/target.ts'
import { type Reported, reportedSentence } from '#shared/i18n/coverage-sentence.ts'
import { effectSentence } from '#shared/i18n/effect-sentence.ts'
import { signalSentence } from '#shared/i18n/measured-sentences.ts'
import { type HeldAgainst, targetSentence } from '#shared/i18n/target-sentence.ts'
import { makeReading } from '#test/support/reading.ts'

const DAY = 86_400

const innovation: InnovationEffect['innovation'] = {
  id: 'a-1',
  agency: 'a',
  service: null,
  name: 'Antrean daring',
  startedOn: '2025-07-01',
  stage: null,
  initiator: null,
  kind: null,
  form: null,
  affair: null,
  theme: null,
  trialOn: null,
  legalBasis: null,
  design: null,
  claim: null,
  evidence: null,
  aim: null,
  benefit: null,
  result: null,
  budget: null,
  verification: null,
  status: null,
}

const fallen: Omit<InnovationEffect, 'sentence'> = {
  asOf: null,
  source: 'live',
  demo: false,
  innovation,
  indicator: 'median-time',
  unit: 'seconds',
  direction: 'down',
  verdict: 'effect',
  before: { from: '2024-07', to: '2025-06', points: 12 },
  after: { from: '2025-07', to: '2025-12', points: 6 },
  level: null,
  slope: null,
  atEnd: { value: -3 * DAY, low: -5 * DAY, high: -2 * DAY },
  comparison: null,
  points: [],
}

describe('effectSentence', () => {
  it.each<[string, Partial<typeof fallen>, string, string]>([
    [
      'an effect',
      {},
      'Antrean daring, sejak 1 Juli 2025: waktu median pada Desember 2025 berbeda −3 hari (95%: −5 hari sampai −2 hari) dari kelanjutan garis sebelumnya; dikaitkan dengan perbaikan yang lebih besar daripada kebetulan.',
      'Antrean daring, since 1 July 2025: median time in December 2025 lies −3 days (95%: −5 days to −2 days) from where the earlier line would be; associated with an improvement larger than chance.',
    ],
    [
      'the other way, beside peers',
      {
        verdict: 'opposite',
        direction: 'up',
        comparison: { agencies: ['b'], difference: { value: -2 * DAY, low: -4 * DAY, high: -2 * DAY } },
      },
      'Antrean daring, sejak 1 Juli 2025: waktu median pada Desember 2025 berbeda −3 hari (95%: −5 hari sampai −2 hari) dari kelanjutan garis sebelumnya; dibandingkan sebayanya −2 hari (95%: −4 hari sampai −2 hari); dikaitkan dengan kemunduran yang lebih besar daripada kebetulan.',
      'Antrean daring, since 1 July 2025: median time in December 2025 lies −3 days (95%: −5 days to −2 days) from where the earlier line would be; against its peers −2 days (95%: −4 days to −2 days); associated with a decline larger than chance.',
    ],
    [
      'nothing clear',
      { verdict: 'no-clear-effect', atEnd: { value: DAY * 2, low: -2 * DAY, high: 4 * DAY } },
      'Antrean daring, sejak 1 Juli 2025: waktu median pada Desember 2025 berbeda +2 hari (95%: −2 hari sampai +4 hari) dari kelanjutan garis sebelumnya; pengaruhnya tidak jelas.',
      'Antrean daring, since 1 July 2025: median time in December 2025 lies +2 days (95%: −2 days to +4 days) from where the earlier line would be; no clear effect.',
    ],
    [
      'neither way is better',
      { direction: 'none' },
      'Antrean daring, sejak 1 Juli 2025: waktu median pada Desember 2025 berbeda −3 hari (95%: −5 hari sampai −2 hari) dari kelanjutan garis sebelumnya; dikaitkan dengan perubahan yang lebih besar daripada kebetulan.',
      'Antrean daring, since 1 July 2025: median time in December 2025 lies −3 days (95%: −5 days to −2 days) from where the earlier line would be; associated with a change larger than chance.',
    ],
    [
      'too early',
      { verdict: 'too-early', atEnd: null, after: { from: '2025-07', to: '2025-08', points: 2 } },
      'Antrean daring: terlalu dini untuk menilai pengaruhnya pada waktu median; ada 12 bulan sebelum dan 2 bulan sesudah, diperlukan 12 dan 6.',
      'Antrean daring: too early to tell an effect on median time; months before: 12, after: 2; 12 and 6 are needed.',
    ],
  ])('%s', (_name, parts, indonesian, english) => {
    expect(effectSentence('id', { ...fallen, ...parts })).toBe(indonesian)
    expect(effectSentence('en', { ...fallen, ...parts })).toBe(english)
  })

  it('never says caused', () => {
    for (const verdict of ['effect', 'opposite', 'no-clear-effect', 'too-early'] as const) {
      expect(effectSentence('en', { ...fallen, verdict })).not.toMatch(/caus|because|due to|led to/i)
      expect(effectSentence('id', { ...fallen, verdict })).not.toMatch(/menyebabkan|karena|akibat/i)
    }
  })
})

describe('signalSentence', () => {
  const item = {
    id: 'a',
    indicator: 'median-working-days',
    agency: 'a',
    service: null,
    unit: 'days',
    direction: 'down',
    grain: 'month',
    variation: 'concern',
    rule: 'outside-limit',
    from: '2025-09',
    to: '2025-09',
    periods: ['2025-09'],
    firedOn: '2025-09-30',
    isStanding: true,
    centre: 20,
    lower: 0,
    upper: 90,
    assurance: null,
    isOvertaken: false,
  } as const
  const latest = (n: number) => makeReading({ period: '2025-09', value: 205, n })
  const say = (locale: 'id' | 'en', n: number) =>
    signalSentence(locale, { ...item, periods: [...item.periods], latest: latest(n) })

  it('says of how few cases a figure is', () => {
    expect(say('en', 1)).toBe(
      'Median working days: 205 working days (n 1) in September 2025; a worsening larger than chance (above the control limit, September 2025).',
    )
    expect(say('id', 9)).toBe(
      'Median hari kerja: 205 hari kerja (n 9) pada September 2025; kemunduran yang lebih besar daripada kebetulan (di atas batas kendali, September 2025).',
    )
    expect(say('en', 10)).toContain('205 working days in September 2025')
  })

  it('calls a run of any length what its rule asks for at least', () => {
    const say = (locale: 'id' | 'en', rule: 'shift' | 'trend') =>
      signalSentence(locale, {
        ...item,
        rule,
        from: '2025-01',
        to: '2025-09',
        periods: ['2025-09'],
        latest: latest(20),
      })
    expect(say('en', 'shift')).toContain(
      '(at least seven points in a row above the mean, January 2025 to Sept',
    )
    expect(say('id', 'trend')).toContain(
      '(sedikitnya tujuh titik berturut-turut naik, Januari 2025 sampai Sept',
    )
  })

  it.each([
    ['stands with it', {}, true],
    ['is over: now is another time', { isStanding: false }, false],
    ['goes against it', { variation: 'improvement', isOvertaken: true }, false],
  ] as const)('says of a target how it goes on, where the signal %s', (_name, more, isSaid) => {
    const missing = { ...item, ...more, assurance: 'consistently-misses' } as const
    const [id, en] = (['id', 'en'] as const).map((locale) =>
      signalSentence(locale, { ...missing, periods: ['2025-09'], latest: latest(20) }),
    )
    expect(id!.includes('target tidak akan tercapai')).toBe(isSaid)
    expect(en!.includes('the target cannot be met')).toBe(isSaid)
  })
})

describe('targetSentence', () => {
  const target: Target = {
    kind: 'min',
    value: 0.9,
    low: null,
    high: null,
    text: null,
    cumulative: false,
    provenance: 'agreed',
    period: '2025',
    source: null,
  }
  const held: HeldAgainst = {
    unit: 'ratio',
    target,
    actual: 0.923,
    missing: null,
    status: 'met',
    achievement: { value: 102.56, capped: 102.56, missing: null },
    progress: null,
  }

  it.each<[string, Partial<HeldAgainst>, string, string]>([
    [
      'missed by less than is shown',
      {
        actual: 0.8996,
        status: 'not-met',
        achievement: { value: 99.96, capped: 99.96, missing: null },
      },
      'Target 2025: sekurang-kurangnya 90,0%; tidak tercapai dengan 90,0%, selisihnya lebih kecil daripada yang ditampilkan; capaian >99,9%.',
      'Target for 2025: at least 90.0%; not met with 90.0%, by less than is shown; achievement >99.9%.',
    ],
    [
      'met',
      {},
      'Target 2025: sekurang-kurangnya 90,0%; tercapai dengan 92,3%; capaian 102,6%.',
      'Target for 2025: at least 90.0%; met with 92.3%; achievement 102.6%.',
    ],
    [
      'missed, a placeholder, counted from January',
      {
        target: { ...target, kind: 'max', provenance: 'placeholder', cumulative: true, period: '2025-Q3' },
        status: 'not-met',
        achievement: null,
      },
      'Target Triwulan III 2025: setinggi-tingginya 90,0%; dihitung sejak awal tahun; sementara, belum disepakati; tidak tercapai dengan 92,3%.',
      'Target for Q3 2025: at most 90.0%; counted from the start of the year; a placeholder, not agreed; not met with 92.3%.',
    ],
    [
      'no figure',
      { actual: null, missing: 'not-reported', status: 'not-available', achievement: null },
      'Target 2025: sekurang-kurangnya 90,0%; tidak ada angka (belum dilaporkan).',
      'Target for 2025: at least 90.0%; no figure (not reported).',
    ],
    [
      'not yet due',
      { status: 'future' },
      'Target 2025: sekurang-kurangnya 90,0%; belum jatuh tempo; sejauh ini 92,3%.',
      'Target for 2025: at least 90.0%; not yet due; 92.3% so far.',
    ],
    [
      'in words',
      {
        target: { ...target, kind: 'text', value: null, text: 'Terbitnya peraturan' },
        status: 'not-available',
        achievement: null,
      },
      'Target 2025: Terbitnya peraturan; tidak dapat dinilai dengan angka.',
      'Target for 2025: Terbitnya peraturan; cannot be judged by a number.',
    ],
    [
      'still to be set',
      {
        target: { ...target, kind: 'to-be-determined', value: null },
        status: 'not-available',
        achievement: null,
      },
      'Target 2025: belum ditetapkan.',
      'Target for 2025: still to be set.',
    ],
    [
      'a range, and the way to a later one',
      {
        target: { ...target, kind: 'range', value: null, low: 0.8, high: 0.95 },
        achievement: { value: 100, capped: 100, missing: null },
        progress: {
          pace: 'behind',
          basePeriod: '2024',
          base: 0.9,
          required: 0.93,
          target: 0.98,
          targetPeriod: '2029',
        },
      },
      'Target 2025: antara 80,0% dan 95,0%; tercapai dengan 92,3%; capaian 100%; tertinggal menuju 98,0% pada 2029 (garis lurus meminta 93,0% saat ini).',
      'Target for 2025: between 80.0% and 95.0%; met with 92.3%; achievement 100%; behind towards 98.0% in 2029 (a straight line asks for 93.0% by now).',
    ],
  ])('%s', (_name, parts, indonesian, english) => {
    expect(targetSentence('id', { ...held, ...parts })).toBe(indonesian)
    expect(targetSentence('en', { ...held, ...parts })).toBe(english)
  })
})

describe('reportedSentence', () => {
  const some: Reported = {
    period: '2025-03',
    reporting: 12,
    expected: 14,
    late: 2,
    asOf: '2025-04-10T03:00:00Z',
  }

  it.each<[string, Partial<Reported>, string, string]>([
    [
      'some, and some late',
      {},
      '12 dari 14 unit telah melapor untuk Maret 2025; 2 terlambat; data berlaku sampai 10 April 2025 pukul 10.00 WIB.',
      '12 of 14 units have reported for March 2025; 2 late; data are true up to 10 April 2025 at 10:00 WIB.',
    ],
    [
      'all',
      { reporting: 14, late: 0, asOf: null },
      'Semua 14 unit telah melapor untuk Maret 2025.',
      'All 14 units have reported for March 2025.',
    ],
    [
      'one of one',
      { reporting: 1, expected: 1, late: 0, asOf: null },
      '1 dari 1 unit telah melapor untuk Maret 2025.',
      '1 of 1 unit has reported for March 2025.',
    ],
    [
      'nobody expected',
      { reporting: 0, expected: 0, late: 0, asOf: null },
      'Tidak ada unit yang diharapkan melapor untuk Maret 2025.',
      'No unit is expected to report for March 2025.',
    ],
  ])('%s', (_name, parts, indonesian, english) => {
    expect(reportedSentence('id', { ...some, ...parts })).toBe(indonesian)
    expect(reportedSentence('en', { ...some, ...parts })).toBe(english)
  })
})
