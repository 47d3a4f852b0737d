import type { ReleaseCalendar, ReleaseItem } from '#shared/contract/release.ts'
import { formats } from './formats.ts'
import type { Locale } from './text.ts'

// What a release is, in words: pure functions of what the API says of it.

const WORDS = {
  id: {
    release: (month: string) => `Rilis ${month}`,
    revision: (month: string, number: string) => `Rilis ${month}, revisi ${number}`,
    published: (when: string) => `terbit ${when}`,
    next: (when: string) => `berikutnya ${when}`,
    live: 'Angka langsung, sementara: belum dirilis',
    beside: (title: string) => `Angka langsung, dapat berbeda dari yang dirilis (${title})`,
    preparing: 'rilis contoh sedang dibuat, muat ulang beberapa menit lagi',
    holds: (title: string, when: string, figures: string, agencies: string, month: string) =>
      `${title} terbit ${when} dengan ${figures} angka dari ${agencies} instansi sampai ${month}.`,
    changed: (n: string) => `${n} angka berkata lain daripada rilis sebelumnya.`,
    unchanged: 'Tidak ada angka yang berubah terhadap rilis sebelumnya.',
    why: (by: string, reason: string) => `Direvisi oleh ${by}: ${reason}`,
    late: (n: string) => `${n} instansi terlambat; bulan terakhirnya dirilis sebagai tidak melapor.`,
    full: 'Semua instansi tepat waktu.',
  },
  en: {
    release: (month: string) => `Release ${month}`,
    revision: (month: string, number: string) => `Release ${month}, revision ${number}`,
    published: (when: string) => `published ${when}`,
    next: (when: string) => `next ${when}`,
    live: 'Live figures, provisional: not released yet',
    beside: (title: string) => `Live figures, which may differ from those released (${title})`,
    preparing: 'releases of the demo are being made, reload in a few minutes',
    holds: (title: string, when: string, figures: string, agencies: string, month: string) =>
      `${title} was published on ${when} with ${figures} figures of ${agencies} agencies up to ${month}.`,
    changed: (n: string) =>
      n === '1'
        ? 'One figure says otherwise than in the release before.'
        : `${n} figures say otherwise than in the release before.`,
    unchanged: 'No figure changed against the release before.',
    why: (by: string, reason: string) => `Revised by ${by}: ${reason}`,
    late: (n: string) =>
      n === '1'
        ? 'One agency is late; its last months are released as not reported.'
        : `${n} agencies are late; their last months are released as not reported.`,
    full: 'Every agency was on time.',
  },
} as const

/** `Release October 2026`, `Release October 2026, revision 1`. */
export function releaseTitle(
  locale: Locale,
  { code, through }: Pick<ReleaseItem, 'code' | 'through'>,
): string {
  const words = WORDS[locale]
  const month = formats(locale).period(through)
  const number = /-r(\d+)$/.exec(code)?.[1]
  return number ? words.revision(month, number) : words.release(month)
}

/** What a release is: when, how much, what it changed and why, who is late. */
export function releaseSentence(locale: Locale, item: ReleaseItem): string {
  const words = WORDS[locale]
  const format = formats(locale)
  const { counts, through, publishedAt, late, by, reason, kind } = item
  return [
    words.holds(
      releaseTitle(locale, item),
      format.instant(publishedAt),
      format.number(counts.readings),
      format.number(counts.agencies),
      format.period(through),
    ),
    counts.changed > 0
      ? words.changed(format.number(counts.changed))
      : kind === 'revision'
        ? words.unchanged
        : '',
    reason ? ended(words.why(by, reason)) : '',
    late.length > 0 ? words.late(format.number(late.length)) : words.full,
  ]
    .filter(Boolean)
    .join(' ')
}

/** What the figures of a page are of, and when the next come. `code`: of the release they are of; null: live. */
export function releaseBadge(
  locale: Locale,
  code: string | null,
  { latest, items: planned, isPreparing }: Omit<ReleaseCalendar, 'timezone'>,
): string {
  const words = WORDS[locale]
  const { instant } = formats(locale)
  const next = planned
    .filter(({ state }) => state === 'announced' || state === 'frozen')
    .map(({ publishAt }) => publishAt)
    .sort()[0]
  // Beside a release, members see what their agencies have delivered since.
  const live = latest ? words.beside(titleOf(locale, latest.code)) : words.live
  return [
    // Another one may have come since the figures were asked for.
    ...(code === null ? [live] : [titleOf(locale, code)]),
    ...(code !== null && code === latest?.code ? [words.published(instant(latest.publishedAt))] : []),
    ...(isPreparing ? [words.preparing] : []),
    ...(next ? [words.next(instant(next))] : []),
  ].join(' · ')
}

const titleOf = (locale: Locale, code: string): string =>
  releaseTitle(locale, { code, through: code.slice(0, 7) })

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
