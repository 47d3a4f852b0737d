import { INDICATORS } from '#shared/indicators/registry.ts'
import { plainHeader } from './field-words.ts'

// Which way a target is meant, where its sheet does not say it: an agreement on performance lists indicators and numbers.

/** What is better when there is less of it. */
const LESS =
  /\b(waktu|lama|durasi|hari|jam|tunggakan|keluhan|pengaduan|aduan|biaya|penolakan|ditolak|keterlambatan|terlambat|time|days|backlog|complaints|cost|rejected|late)\b/
/** What is more for all that: `tepat waktu`, `pengaduan yang selesai`, `penurunan keluhan`. */
const MORE =
  /\b(tepat waktu|ketepatan|on time|(di|ter)?selesai(kan)?|penyelesaian|tertangani|ditangani|penanganan|(di|me|ter)?tindak ?lanjut\w*|tindak lanjut|(di|ter)?jawab|direspon|(di|ter)?tuntas\w*|terlayani|sesuai|kesesuaian|memenuhi|penurunan|pengurangan|resolved|handled|answered|within|reduction|kepuasan)\b/

/** `min`: at least; `max`: at most. By the figure of the product that a name stands for, else by its words.
 *  @param code the indicator that the name is taken for; null: unknown */
export function targetKindOf(name: string, code: string | null): 'min' | 'max' {
  const direction = INDICATORS.find(({ id }) => id === code)?.direction
  if (direction === 'up' || direction === 'down') return direction === 'up' ? 'min' : 'max'
  const plain = plainHeader(name)
  return LESS.test(plain) && !MORE.test(plain) ? 'max' : 'min'
}
