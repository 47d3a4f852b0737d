import type { TargetTerms } from '#shared/targets/acceptable.ts'

/** Targets as a test speaks of them. */
export const atLeast = (value: number | null): TargetTerms => ({ kind: 'min', value, low: null, high: null })
export const atMost = (value: number | null): TargetTerms => ({ kind: 'max', value, low: null, high: null })
export const exactly = (value: number): TargetTerms => ({ kind: 'exact', value, low: null, high: null })
export const between = (low: number, high: number): TargetTerms => ({ kind: 'range', value: null, low, high })
export const inWords: TargetTerms = { kind: 'text', value: null, low: null, high: null }
export const toBeDetermined: TargetTerms = { ...inWords, kind: 'to-be-determined' }
