import { describe, expect, it } from 'vitest'
import { citation } from '#shared/i18n/citation.ts'

const cited = {
  title: 'On time: 87%.',
  release: '2026-10',
  publishedAt: '2026-11-04T17:30:00.000Z',
  url: 'https://terukur.example.go.id/?period=2026-10',
  accessedOn: '2026-11-26',
}

describe('a citation', () => {
  it('says publisher, day, title, release, address and when it was looked at, in either language', () => {
    expect(citation('en', cited)).toBe(
      'Terukur. (5 November 2026). On time: 87% [Data set, release 2026-10]. https://terukur.example.go.id/?period=2026-10 Accessed 26 November 2026.',
    )
    expect(citation('id', cited)).toBe(
      'Terukur. (5 November 2026). On time: 87% [Kumpulan data, rilis 2026-10]. https://terukur.example.go.id/?period=2026-10 Diakses 26 November 2026.',
    )
  })

  it('says of live figures that they can still change, and leaves out what is not known', () => {
    expect(citation('en', { ...cited, release: null, publishedAt: null, accessedOn: null })).toBe(
      'Terukur. (n.d.). On time: 87% [Data set, live figures, provisional]. https://terukur.example.go.id/?period=2026-10',
    )
  })
})
