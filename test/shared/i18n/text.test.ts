import { describe, expect, it } from 'vitest'
import { ISSUE_CODES } from '#shared/contract/import.ts'
import { issueMessage } from '#shared/i18n/issue-message.ts'
import { LOCALES, text } from '#shared/i18n/text.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'

/** Every text of a dictionary by its path; functions as what they say of A, B and C. */
function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, String(value('A', 'B', 'C'))]]
  return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
}

describe('dictionaries', () => {
  const [id, en] = LOCALES.map((locale) => {
    const { issues: _, ...rest } = text(locale)
    return new Map(leaves(rest))
  })

  it('say the same things in both languages', () => {
    expect([...en!.keys()].toSorted()).toEqual([...id!.keys()].toSorted())
  })

  it('leave nothing blank or half made', () => {
    for (const [path, said] of [...id!, ...en!]) {
      expect([path, said.trim()]).not.toEqual([path, ''])
      expect([path, /undefined|null|NaN|\[object/.test(said)]).toEqual([path, false])
    }
  })

  it.each(LOCALES)('describe every figure (%s)', (locale) => {
    const { list } = text(locale).indicators
    expect(Object.keys(list).toSorted()).toEqual(INDICATORS.map(({ id }) => id).toSorted())
  })

  it('are two languages', () => {
    const same = [...id!].filter(([path, said]) => path.endsWith('.definition') && en!.get(path) === said)
    expect(same).toEqual([])
  })
})

describe('issueMessage', () => {
  it.each(LOCALES)('is a sentence for every code (%s)', (locale) => {
    for (const code of ISSUE_CODES) {
      const said = issueMessage(locale, code, 'closed_dt', { value: '31/02' })
      expect(said).toMatch(/^\S.*\.$/)
      expect(said).not.toContain('undefined')
    }
  })

  it.each(LOCALES)('names the column and the value (%s)', (locale) => {
    for (const code of [
      'bad-date',
      'bad-number',
      'unknown-agency',
      'unknown-service',
      'unknown-value',
      'out-of-range',
    ] as const) {
      const said = issueMessage(locale, code, 'closed_dt', { value: '31/02' })
      expect(said).toContain('closed_dt')
      expect(said).toContain('31/02')
    }
  })

  it('speaks of a whole row without a column', () => {
    expect(issueMessage('en', 'completed-before-submitted', null, {})).toMatch(/^Completed before/)
  })
})
