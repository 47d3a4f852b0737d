import type { NoteAbout, NoteKind } from '#shared/contract/note.ts'
import { formats } from './formats.ts'
import type { Locale } from './text.ts'

// What somebody is told about submissions and releases, in one sentence: in the product and in the mail.

/** Where each kind of note leads. */
export const NOTE_PAGES: Record<NoteKind, string> = {
  'submit-by': '/desk/submissions',
  submitted: '/admin/releases',
  'change-requested': '/desk/submissions',
  accepted: '/desk/submissions',
  'release-published': '/releases',
  'release-overdue': '/admin/releases',
  'survey-full': '/desk/posters',
}

interface Said {
  /** agencies by name, and how many more there are */
  agencies: string
  months: string
  by: string
  code: string
  through: string
  replaces: string | null
  publishAt: string
  submitBy: string
  service: string
  day: string
  cap: string
}

const WORDS: Record<Locale, Record<NoteKind, (said: Said) => string> & { more: (n: number) => string }> = {
  id: {
    more: (n) => `dan ${n} lainnya`,
    'submit-by': ({ agencies, months, submitBy, through }) =>
      `Ajukan paling lambat ${submitBy} untuk rilis ${through}: ${agencies} (${months}).`,
    submitted: ({ agencies, months }) => `Menunggu keputusan Anda: ${agencies} (${months}).`,
    'change-requested': ({ agencies, months, by }) => `${by} meminta perbaikan: ${agencies} (${months}).`,
    accepted: ({ agencies, months, by }) => `${by} menerima angka: ${agencies} (${months}).`,
    'release-published': ({ code, through, replaces }) =>
      replaces
        ? `Rilis ${code} terbit dan menggantikan ${replaces}.`
        : `Rilis ${code} terbit: angka sampai ${through}.`,
    'release-overdue': ({ through, publishAt }) =>
      `Rilis ${through} dijadwalkan terbit ${publishAt}, tetapi belum dibekukan.`,
    'survey-full': ({ agencies, service, day, cap }) =>
      `Formulir survei ${service} (${agencies}) penuh pada ${day}: batas ${cap} jawaban sehari tercapai, jawaban berikutnya ditolak.`,
  },
  en: {
    more: (n) => `and ${n} more`,
    'submit-by': ({ agencies, months, submitBy, through }) =>
      `Submit by ${submitBy} for the release of ${through}: ${agencies} (${months}).`,
    submitted: ({ agencies, months }) => `Waiting for your decision: ${agencies} (${months}).`,
    'change-requested': ({ agencies, months, by }) => `${by} asks for a change: ${agencies} (${months}).`,
    accepted: ({ agencies, months, by }) => `${by} accepted the figures: ${agencies} (${months}).`,
    'release-published': ({ code, through, replaces }) =>
      replaces
        ? `Release ${code} is out and replaces ${replaces}.`
        : `Release ${code} is out: figures up to ${through}.`,
    'release-overdue': ({ through, publishAt }) =>
      `The release of ${through} was announced for ${publishAt}, and is not frozen.`,
    'survey-full': ({ agencies, service, day, cap }) =>
      `The survey form of ${service} (${agencies}) was full on ${day}: its ${cap} answers a day are reached, further ones are refused.`,
  },
}

/** Agencies that are named; of more it is said how many. */
const NAMED = 3

export function noteSentence(
  locale: Locale,
  kind: NoteKind,
  about: NoteAbout,
  nameOf: (agency: string) => string,
): string {
  const words = WORDS[locale]
  const format = formats(locale)
  const { agencies = [], months = [], count = agencies.length } = about
  const named = agencies.slice(0, NAMED).map(nameOf)
  // Of one month the count is that of agencies; of several it counts each of them.
  const agenciesInAll = months.length <= 1 ? Math.max(count, agencies.length) : agencies.length
  const more = agenciesInAll - named.length
  return words[kind]({
    agencies: [named.join(', '), ...(more > 0 ? [words.more(more)] : [])].join(' '),
    months: months.map((month) => format.period(month)).join(', '),
    by: about.by ?? '',
    code: about.code ?? '',
    through: about.through ? format.period(about.through) : '',
    replaces: about.replaces ?? null,
    publishAt: about.publishAt ? format.instant(about.publishAt) : '',
    submitBy: about.submitBy ? format.date(about.submitBy) : '',
    service: about.service ?? '',
    day: about.day ? format.date(about.day) : '',
    cap: format.number(about.cap ?? 0),
  })
}
