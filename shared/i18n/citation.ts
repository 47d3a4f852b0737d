import { formats } from './formats.ts'
import type { Locale } from './text.ts'

// How to cite what was taken along, as APA has it: who published it, when, what, where, and when it was looked at.

export interface Cited {
  /** of the release, or of what is shown */
  title: string
  /** code of the release; null: live figures, which can still change */
  release: string | null
  /** day or instant that it is of; null: not known */
  publishedAt: string | null
  url: string
  /** null: nobody looked at it yet */
  accessedOn: string | null
}

export const PUBLISHER = 'Terukur'

const WORDS = {
  id: {
    dataset: 'Kumpulan data',
    release: 'rilis',
    live: 'angka langsung, sementara',
    accessed: 'Diakses',
    undated: 't.t.',
  },
  en: {
    dataset: 'Data set',
    release: 'release',
    live: 'live figures, provisional',
    accessed: 'Accessed',
    undated: 'n.d.',
  },
} as const

/** `Terukur. (5 November 2026). On time [Data set, release 2026-10]. https://… Accessed 26 November 2026.` */
export function citation(locale: Locale, { title, release, publishedAt, url, accessedOn }: Cited): string {
  const words = WORDS[locale]
  const { date } = formats(locale)
  const on = publishedAt ? date(dayOf(publishedAt)) : words.undated
  const state = release ? `${words.release} ${release}` : words.live
  return `${PUBLISHER}. (${on}). ${title.replace(/\.$/, '')} [${words.dataset}, ${state}]. ${url}${accessedOn ? ` ${words.accessed} ${date(accessedOn)}.` : ''}`
}

/** Of an instant the day that it is in Jakarta, as everywhere. */
const dayOf = (at: string): string =>
  at.length > 10 ? new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Jakarta' }).format(new Date(at)) : at
