import { expect, it } from 'vitest'
import { leftAside } from '#web/pages/agency/import/left-aside.ts'

it('says a word of targets beside figures, and of durations beside cases', () => {
  expect(leftAside('values', ['Target 2026', 'Catatan', 'Rencana'])).toEqual([
    ['targets', ['Target 2026', 'Rencana']],
  ])
  expect(leftAside('cases', ['Lama (hari kerja)', 'Target', 'Nama'])).toEqual([
    ['durations', ['Lama (hari kerja)']],
  ])
  expect(leftAside('complaints', ['Processing time', 'Lamaran'])).toEqual([
    ['durations', ['Processing time']],
  ])
  expect(leftAside('targets', ['Target', 'Durasi'])).toEqual([])
})
