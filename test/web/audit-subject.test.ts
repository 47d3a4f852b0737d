import { expect, it } from 'vitest'
import { auditSubjectText } from '#web/parts/audit-subject.ts'

const known = (names: Record<string, string>) => (code: string) => names[code] ?? null
const NAMES = {
  agency: known({ kota: 'Kota', desa: 'Desa' }),
  service: known({ ktp: 'KTP elektronik' }),
  indicator: known({ 'on-time-rate': 'Tepat waktu' }),
  dataset: known({ cases: 'Permohonan' }),
  period: (period: string) => `<${period}>`,
  words: {
    everything: 'semua',
    rule: 'aturan',
    several: (items: number, agencies: number) => `${items} dari ${agencies}`,
  },
}
const say = (subject: string, detail: unknown = null) => auditSubjectText({ subject, detail }, NAMES)

it('says the codes of a subject in words, and leaves what nobody knows', () => {
  expect(say('kota/ktp')).toBe('Kota · KTP elektronik')
  expect(say('*/ktp')).toBe('KTP elektronik')
  expect(say('kota/*/on-time-rate/2025')).toBe('Kota · Tepat waktu · <2025>')
  expect(say('kota/cases/2026-10')).toBe('Kota · Permohonan · <2026-10>')
  expect(say('lain/ktp')).toBe('lain · KTP elektronik')
  expect(say('*')).toBe('semua')
  expect(say('cases')).toBe('Permohonan')
  expect(say('2026-10')).toBeNull()
})

it('says what a deed on several things was about', () => {
  const month = (agency: string, of: string) => ({ agency, month: of, state: 'draft' })
  const after = { state: 'submitted' }
  expect(say('submissions', { before: [month('kota', '2026-09')], after })).toBe('Kota · <2026-09>')
  const before = [month('kota', '2026-09'), month('kota', '2026-10'), month('desa', '2026-09')]
  expect(say('submissions', { before, after })).toBe('3 dari 2')
  const asked = [{ agency: 'desa', dataset: 'cases', period: '2026-10' }]
  expect(say('reminders', { before: null, after: asked })).toBe('Desa · Permohonan · <2026-10>')
  expect(say('reminders', { before: {}, after: { before: 3 } })).toBe('aturan')
})
