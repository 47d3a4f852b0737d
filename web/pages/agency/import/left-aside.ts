import type { Dataset } from '#shared/contract/import.ts'

/** What columns that are not used would be taken for, and what to do instead. */
export type LeftAside = 'targets' | 'durations'

const WORDS: Record<LeftAside, { datasets: readonly Dataset[]; header: RegExp }> = {
  targets: { datasets: ['values'], header: /\b(target|rencana|plan|planned)\b/i },
  // Which days somebody counted, no column says: a time that is measured comes from two dates.
  durations: {
    datasets: ['cases', 'complaints'],
    header:
      /\b(durasi|lama|waktu (proses|penyelesaian|layanan)|duration|elapsed|turnaround|processing time)\b/i,
  },
}

/** The headers of unused columns that a word is due about, by what they hold. */
export function leftAside(dataset: Dataset | null, headers: readonly string[]): [LeftAside, string[]][] {
  return (Object.keys(WORDS) as LeftAside[]).flatMap((kind): [LeftAside, string[]][] => {
    const { datasets, header } = WORDS[kind]
    const found =
      dataset !== null && datasets.includes(dataset) ? headers.filter((one) => header.test(one)) : []
    return found.length > 0 ? [[kind, found]] : []
  })
}
