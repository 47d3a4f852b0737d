import { type Grain, periodOf } from '#shared/time/period.ts'
import type { ViewSearch } from '../paths.ts'

const RELEASED: readonly string[] = ['month', 'quarter', 'semester', 'year', 'all'] satisfies Grain[]

/**
 * The search of `/verify` for the newest figure that a question to the API asks for; of several indicators the first.
 * Null where no one figure of a release answers it: of several agencies or services, by channel, by day or week, or of
 * another kind than readings and series.
 */
export function figureToCheck(question: string, release: string | undefined): ViewSearch | null {
  const [path, query] = question.split('?') as [string, string?]
  const asked = new URLSearchParams(query)
  const grain = asked.get('grain') ?? ''
  const to = asked.get('to')
  const indicator = (asked.get('indicators') ?? asked.get('indicator'))?.split(',')[0]
  if (!release || !/\/(readings|series)$/.test(path) || !indicator || !to) return null
  if (!RELEASED.includes(grain) || asked.has('channel')) return null
  const [agency, service] = [asked.get('agency'), asked.get('service')]
  if ([agency, service].some((code) => code !== null && /[,*]/.test(code))) return null
  return {
    release,
    indicator,
    agency: agency ?? undefined,
    service: service ?? undefined,
    period: periodOf(to, grain as Grain),
  }
}
