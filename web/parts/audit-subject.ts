import { parsePeriod } from '#shared/time/period.ts'

/** Says the parts of an audited subject; each gives null for what it does not know. */
interface SubjectNames {
  agency: (code: string) => string | null
  service: (code: string) => string | null
  indicator: (id: string) => string | null
  dataset: (id: string) => string | null
  period: (period: string) => string
  words: {
    everything: string
    rule: string
    several: (items: number, agencies: number) => string
  }
}

interface Item {
  agency: string
  dataset?: string
  month?: string
  period?: string
}

/** What an action was about, in words, where its subject is written in codes: `agency/service`, `*`, or the list of a
 *  deed on several things, which stands in the detail. Null where nothing of it is known. */
export function auditSubjectText(
  { subject, detail }: { subject: string; detail: unknown },
  { words, ...names }: SubjectNames,
): string | null {
  if (subject === '*') return words.everything
  if (subject === 'submissions' || subject === 'reminders') {
    const { before, after } = (detail ?? {}) as { before?: unknown; after?: unknown }
    const items = [before, after].find((one): one is Item[] => Array.isArray(one) && one.length > 0)
    if (!items) return subject === 'reminders' ? words.rule : null
    const [first] = items
    return items.length === 1
      ? said([first!.agency, first!.dataset, first!.month ?? first!.period], names)
      : words.several(items.length, new Set(items.map(({ agency }) => agency)).size)
  }
  const parts = subject.split('/')
  // What is pushed is about its dataset alone.
  return parts.length === 1 ? names.dataset(subject) : said(parts, names)
}

function said(parts: readonly (string | undefined)[], names: Omit<SubjectNames, 'words'>): string {
  const { agency, service, indicator, dataset, period } = names
  return parts
    .filter((part): part is string => part !== undefined && part !== '*')
    .map(
      (part) =>
        agency(part) ??
        service(part) ??
        indicator(part) ??
        dataset(part) ??
        (parsePeriod(part) ? period(part) : part),
    )
    .join(' · ')
}
