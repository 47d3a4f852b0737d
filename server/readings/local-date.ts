/** Where days begin and end when a scope has no zone of its own. */
export const DEFAULT_ZONE = 'Asia/Jakarta'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Calendar date of an instant in a zone. */
export function localDate(instant: string, zone: string): string {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formats.set(zone, format)
  }
  return format.format(new Date(instant))
}
