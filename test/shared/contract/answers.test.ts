import { describe, expect, test } from 'vitest'
import { Change } from '#shared/contract/change.ts'
import { Comparison } from '#shared/contract/comparison.ts'
import { CoverageReport } from '#shared/contract/coverage.ts'
import { InnovationEffect, InnovationList } from '#shared/contract/innovation.ts'
import { QualityReport } from '#shared/contract/quality.ts'
import { INCLUDES } from '#shared/contract/reading.ts'
import { Series } from '#shared/contract/series.ts'
import { Signal } from '#shared/contract/signal.ts'
import { SignalList } from '#shared/contract/signals.ts'
import { Achievement, Target, TargetStatus } from '#shared/contract/target.ts'

// An answer of each kind as a page or a script meets it, and one that must not pass.

const standing = { asOf: '2026-11-23T03:00:00.000Z', source: 'live', demo: false }
const figure = {
  value: 0.8123,
  n: 1234,
  numerator: 1002,
  denominator: 1234,
  low: 0.79,
  high: 0.83,
  missing: null,
  coverage: { reporting: 12, expected: 12 },
  flags: [],
}
const missing = { ...figure, value: null, n: null, numerator: null, denominator: null, low: null, high: null }
const scope = { indicator: 'on-time-rate', unit: 'ratio', direction: 'up', service: null }
const target = {
  kind: 'min',
  value: 0.9,
  low: null,
  high: null,
  text: null,
  cumulative: false,
  provenance: 'agreed',
  period: '2026',
  source: 'PK 2026',
}
const innovation = {
  id: 'dinas-a-1',
  agency: 'dinas-a',
  service: null,
  name: 'Antrean daring',
  startedOn: '2025-07-01',
  stage: 'implemented',
  initiator: null,
  kind: 'digital',
  form: 'publicService',
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
  budget: 150_000_000,
  verification: null,
  status: null,
}
const limits = { lower95: 0.7, upper95: 0.9, lower998: 0.65, upper998: 0.95 }

const ANSWERS = {
  series: [
    Series,
    {
      ...standing,
      ...scope,
      agency: 'dinas-a',
      grain: 'month',
      chart: 'p-prime',
      points: [
        {
          period: '2026-10',
          ...figure,
          segment: 1,
          centre: 0.75,
          lower: 0.71,
          upper: 0.79,
          innerLower: 0.723,
          innerUpper: 0.777,
          variation: 'improvement',
          rule: 'outside-limit',
          run: 1,
        },
        {
          period: '2026-11',
          ...missing,
          missing: 'not-yet-due',
          segment: null,
          centre: null,
          lower: null,
          upper: null,
          innerLower: null,
          innerUpper: null,
          variation: null,
          rule: null,
          run: null,
        },
      ],
      segments: [
        {
          number: 1,
          from: '2024-01',
          to: '2026-10',
          points: 34,
          isProvisional: false,
          reason: null,
          decidedBy: null,
          decidedAt: null,
        },
      ],
      runs: [
        {
          number: 1,
          rule: 'outside-limit',
          variation: 'improvement',
          from: '2026-10',
          to: '2026-10',
          points: 1,
        },
      ],
      assurance: 'consistently-misses',
      isOvertaken: true,
      targets: [{ from: '2026-01', to: '2026-11', target }],
      progress: null,
      annotations: [
        {
          number: 1,
          kind: 'innovation',
          on: '2025-07-01',
          period: '2025-07',
          text: { id: 'Antrean daring dimulai', en: 'Antrean daring began' },
          innovation: 'dinas-a-1',
        },
      ],
      suggestion: null,
      season: null,
      sentence: 'On-time rate 81.2 % in October 2026.',
    },
  ],
  comparison: [
    Comparison,
    {
      ...standing,
      ...scope,
      period: '2026-Q3',
      level: 'city',
      peers: null,
      funnel: {
        kind: 'proportion',
        centre: 0.8,
        numerator: 8000,
        denominator: 10_000,
        isAdjusted: false,
        dispersion: 1.1,
        betweenVariance: 0,
        limits: [{ n: 1234, plain: limits, adjusted: null }],
      },
      agencies: [
        {
          agency: 'dinas-a',
          ...figure,
          funnel: { plain: 'as-expected', adjusted: 'as-expected' },
          rank: { from: 3, to: 9, of: 34 },
        },
        { agency: 'dinas-b', ...missing, missing: 'not-reported', funnel: null, rank: null },
      ],
      sentence: '33 of 34 are as expected.',
    },
  ],
  signals: [
    SignalList,
    {
      ...standing,
      items: [
        {
          id: 'on-time-rate.dinas-a..month.shift.up.2026-04',
          ...scope,
          agency: 'dinas-a',
          grain: 'month',
          variation: 'improvement',
          rule: 'shift',
          from: '2026-04',
          to: '2026-10',
          periods: ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10'],
          firedOn: '2026-10-31',
          isStanding: true,
          latest: { period: '2026-10', ...figure },
          centre: 0.75,
          lower: 0.6,
          upper: 0.9,
          assurance: null,
          isOvertaken: false,
          sentence: 'Seven months in a row above the mean.',
        },
      ],
      next: null,
    },
  ],
  coverage: [
    CoverageReport,
    {
      ...standing,
      from: '2026-01-01',
      to: '2026-12-31',
      late: ['dinas-a'],
      agencies: [
        {
          agency: 'dinas-a',
          level: 'city',
          parent: null,
          datasets: [
            {
              dataset: 'cases',
              asOf: '2026-09-30T17:00:00.000Z',
              coveredTo: '2026-09-30',
              daysSinceEnd: 54,
              expectedNext: '2026-10-31',
              isLate: true,
              factsGoneTo: null,
              months: [{ period: '2026-09', coverage: { reporting: 1, expected: 1 } }],
            },
          ],
        },
      ],
      sentence: '1 of 1 agencies is late.',
    },
  ],
  quality: [
    QualityReport,
    {
      ...standing,
      agencies: [
        {
          agency: 'dinas-a',
          completeness: { count: 11, of: 12, share: 0.9167 },
          timeliness: { medianDays: 9, latestDays: 40, deliveries: 11 },
          validity: { count: 3, of: 900, share: 0.0033 },
          pushRefusals: [{ day: '2026-10-02', dataset: 'cases', code: 'date', items: 3 }],
          duplicates: { count: 0, of: 900, share: 0 },
          staleOpen: null,
          heaping: null,
          volumeBreaks: [],
          sample: null,
          publishedIndex: [
            { period: '2026-Q1', published: 98.54, exact: 98.64, explainedBy: 'weight-0.111' },
          ],
          sentence: '11 of 12 months reported.',
        },
      ],
    },
  ],
  innovations: [InnovationList, { ...standing, items: [innovation], next: null }],
  effect: [
    InnovationEffect,
    {
      ...standing,
      indicator: 'on-time-rate',
      unit: 'ratio',
      direction: 'up',
      innovation,
      verdict: 'effect',
      before: { from: '2024-01', to: '2025-06', points: 18 },
      after: { from: '2025-07', to: '2026-10', points: 16 },
      level: { value: 0.08, low: 0.03, high: 0.13 },
      slope: { value: 0.001, low: -0.001, high: 0.003 },
      atEnd: { value: 0.095, low: 0.04, high: 0.15 },
      comparison: null,
      points: [{ period: '2026-10', value: 0.81, fitted: 0.8, expected: 0.7, peers: null }],
      sentence: 'Associated with 9.5 points more.',
    },
  ],
} as const

describe('answers', () => {
  test.each(Object.entries(ANSWERS))('%s', (_, [schema, answer]) => {
    expect(schema.parse(answer)).toEqual(answer)
    expect(schema.safeParse({ ...answer, source: 'guessed' }).success).toBe(false)
  })

  test('what a reading brings along', () => {
    expect(Target.parse(target)).toEqual(target)
    expect(Target.safeParse({ ...target, kind: 'about' }).success).toBe(false)
    expect(Achievement.parse({ value: 140, capped: 120, missing: null }).capped).toBe(120)
    expect(TargetStatus.safeParse('nearly').success).toBe(false)
    const signal = {
      variation: null,
      rule: null,
      assurance: null,
      isOvertaken: false,
      run: null,
      points: 9,
      reason: 'too-few-points',
    }
    expect(Signal.parse(signal)).toEqual(signal)
    const previous = {
      period: '2026-09',
      value: 0.78,
      difference: 0.0323,
      low: -0.001,
      high: 0.066,
      relative: 0.0414,
      beyondChance: false,
      otherUnits: false,
      isPartial: false,
      missing: null,
    }
    expect(Change.parse({ previous, lastYear: null })).toEqual({ previous, lastYear: null })
    expect(new Set(INCLUDES).size).toBe(5)
  })
})
