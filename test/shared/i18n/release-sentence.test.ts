import { expect, it } from 'vitest'
import { releaseBadge } from '#shared/i18n/release-sentence.ts'

it('says of live figures beside a release that they are not its own, and before any that none is out', () => {
  const latest = { code: '2026-10-r1', through: '2026-10', publishedAt: '2026-11-20T03:00:00.000Z' }
  const of = { items: [], isPreparing: false }
  expect(releaseBadge('en', null, { ...of, latest })).toBe(
    'Live figures, which may differ from those released (Release October 2026, revision 1)',
  )
  expect(releaseBadge('id', null, { ...of, latest })).toBe(
    'Angka langsung, dapat berbeda dari yang dirilis (Rilis Oktober 2026, revisi 1)',
  )
  expect(releaseBadge('en', null, { ...of, latest: null })).toBe(
    'Live figures, provisional: not released yet',
  )
  expect(releaseBadge('en', latest.code, { ...of, latest })).toMatch(
    /^Release October 2026, revision 1 · published /,
  )
})
