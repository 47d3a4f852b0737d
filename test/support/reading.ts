import type { Reading } from '#shared/contract/reading.ts'

/** A reading of everything in March 2025 without a figure, with what a test says of it. */
export const makeReading = (parts: Partial<Reading> = {}): Reading => ({
  indicator: 'median-time',
  agency: null,
  service: null,
  channel: null,
  period: '2025-03',
  value: null,
  unit: 'seconds',
  n: null,
  numerator: null,
  denominator: null,
  low: null,
  high: null,
  missing: null,
  coverage: { reporting: 1, expected: 1 },
  flags: [],
  ...parts,
})
