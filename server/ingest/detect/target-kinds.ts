import { INDICATORS } from '#shared/indicators/registry.ts'
import { plainHeader } from './field-words.ts'

// Which way a target is meant, where its sheet does not say it: an agreement on performance lists indicators and numbers.

/** What is better when there is less of it. */
const LESS =
  /\b(waktu|lama|durasi|hari|jam|tunggakan|keluhan|pengaduan|aduan|biaya|penolakan|ditolak|keterlambatan|terlambat|time|days|backlog|complaints|cost|rejected|late)\b/
/** What is more for all that: `tepat waktu`, `pengaduan yang selesai`. */
const MORE = /\b(tepat waktu|ketepatan|on time|selesai|diselesaikan|tertangani|ditangani|resolved|kepuasan)\b/

/** `min`: at least; `max`: at most. By the figure of the product that a name stands for, else by its words.
 *  @param code the indicator that the name is taken for; null: unknown */
export function targetKindOf(name: string, code: string | null): 'min' | 'max' {
  const direction = INDICATORS.find(({ id }) => id === code)?.direction
  if (direction === 'up' || direction === 'down') return direction === 'up' ? 'min' : 'max'
  const plain = plainHeader(name)
  return LESS.test(plain) && !MORE.test(plain) ? 'max' : 'min'
}
