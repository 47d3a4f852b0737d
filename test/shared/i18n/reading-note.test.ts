import { describe, expect, test } from 'vitest'
import { formats } from '#shared/i18n/formats.ts'
import { missingLegend, notesTogether, readingNote } from '#shared/i18n/reading-note.ts'
import { LOCALES, text } from '#shared/i18n/text.ts'
import { FLAGS, type Flag, type MissingReason } from '#shared/measure/measure.ts'
import type { Language } from '#web/i18n.tsx'

const languageOf = (locale: (typeof LOCALES)[number]): Language => ({
  locale,
  t: text(locale).web,
  words: text(locale).indicators,
  format: formats(locale),
  nameOf: ({ name }) => name,
})
const english = languageOf('en')
const MISSING: MissingReason[] = [
  'not-reported',
  'not-applicable',
  'too-few',
  'not-yet-due',
  'not-comparable',
]

describe('the note of a reading', () => {
  test.each(LOCALES)('says every flag and every reason in a sentence of %s, never its code', (locale) => {
    const language = languageOf(locale)
    const notes = [
      ...FLAGS.map((flag) => readingNote(language, { value: 1, missing: null, flags: [flag] })),
      ...MISSING.map((missing) => readingNote(language, { value: null, missing, flags: [] })),
    ]
    for (const note of notes) expect(note).toMatch(/^\p{Lu}.+\.$/u)
    expect(new Set(notes).size).toBe(notes.length)
    for (const code of [...FLAGS, ...MISSING].filter((one) => one.includes('-')))
      expect(notes.join(' ')).not.toContain(code)
  })

  test.each([
    [1, '1 unit hanya melaporkan kasus', '1 unit reported cases only'],
    [7, '7 unit hanya melaporkan kasus', '7 units reported cases only'],
  ])('says that %i units are in one part of it only', (casesAlone, indonesian, asEnglish) => {
    const one = { value: 41.8, missing: null, flags: [], casesAlone }
    expect(readingNote(languageOf('id'), one)).toContain(indonesian)
    expect(readingNote(english, one)).toContain(asEnglish)
    expect(readingNote(english, { ...one, value: null, missing: 'not-reported' })).not.toContain('cases only')
  })

  test('of a missing figure is the nearest reason, and nothing about how a figure came about', () => {
    const note = (flags: Flag[], missing: MissingReason) =>
      readingNote(english, { value: null, missing, flags })
    const { flags, missingSentence } = english.words
    expect(note(['from-values', 'not-additive'], 'not-comparable')).toBe(flags['not-additive'])
    expect(note(['from-values'], 'not-applicable')).toBe(missingSentence['not-applicable'])
  })

  test('says what the agency gave itself where that reads otherwise', () => {
    const reading = { missing: null, flags: ['values-left-out'] as Flag[], unit: 'ratio' as const }
    const said = english.words.flags['values-left-out']
    expect(readingNote(english, { ...reading, value: 0.8, given: 0.912 })).toBe(
      `${said} The agency itself gave 91.2%.`,
    )
    expect(readingNote(english, { ...reading, value: 0.8, given: 0.80001 })).toBe(said)
    expect(readingNote(languageOf('id'), { ...reading, value: null, flags: [], given: 0.912 })).toContain(
      'Instansi sendiri memberikan angka 91,2%.',
    )
  })

  test('of a table explains each short word once', () => {
    const legend = missingLegend(english, [
      { missing: null, flags: [] },
      { missing: 'too-few', flags: [] },
      { missing: 'too-few', flags: ['from-values'] },
      // Its flag says why, and its sentence would not be true.
      { missing: 'not-comparable', flags: ['not-additive'] },
    ])
    expect(legend).toEqual([`“hidden”: ${english.words.missingSentence['too-few']}`])
  })

  test('of many together says each thing once', () => {
    const { flags } = english.words
    expect(
      notesTogether(english, [
        { value: 1, flags: ['from-values', 'partial-period'] },
        { value: 2, flags: ['from-values'] },
        { value: null, flags: ['from-values', 'not-additive'] },
        { value: null, flags: ['last-known'] },
      ]),
    ).toEqual([flags['from-values'], flags['partial-period'], flags['not-additive']])
  })
})
