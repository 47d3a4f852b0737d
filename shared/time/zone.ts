// Instants and the wall clock of a time zone.

const formats = new Map<string, Intl.DateTimeFormat>()

/** What clocks of a zone show at an instant: `2026-11-20T09:00`. */
export function wallTime(instant: string, zone: string): string {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formats.set(zone, format)
  }
  const parts = Object.fromEntries(
    format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]),
  )
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`
}

/** The instant at which clocks of a zone show a time. Of a time shown twice, when clocks are put back, one of the two;
 *  of one never shown, when they are put forward, one beside it. */
export function instantOf(wall: string, zone: string): string {
  const asUtc = Date.parse(`${wall}:00.000Z`)
  let at = asUtc
  // The offset where one looks is not that of where one arrives, close to a change of clocks; then it is looked again.
  for (let tries = 0; tries < 3; tries++) {
    const missed = asUtc - Date.parse(`${wallTime(new Date(at).toISOString(), zone)}:00.000Z`)
    if (missed === 0) break
    at += missed
  }
  return new Date(at).toISOString()
}
