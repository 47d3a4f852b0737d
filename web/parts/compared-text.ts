import type { Comparison } from '#shared/contract/comparison.ts'
import type { Language } from '../i18n.tsx'

type Compared = Comparison['agencies'][number]

/** Where an agency lies in the funnel, in words; empty without one. */
export const classText = ({ t }: Language, { funnel }: Compared): string =>
  funnel ? t.comparison.classes[funnel.adjusted] : ''

/** The ranks that the data allow an agency, as a range; empty where nothing is known. */
export const rankText = ({ t, format }: Language, { rank }: Compared): string =>
  rank
    ? `${t.comparison.rank}: ${t.comparison.rankOf(format.number(rank.from), format.number(rank.to), format.number(rank.of))}`
    : ''
