// Contradictions of dates, as SQL over the columns of `ready`: an instant where there is one, else the local day.

/** SQL of whether one date lies before another; null where either is absent. */
export function isBefore(end: string, start: string, zone: string): string {
  const day = (name: string) => `coalesce(${name}_on, cast(timezone(${zone}, ${name}_at) as date))`
  return `case when ${end}_at is not null and ${start}_at is not null then ${end}_at < ${start}_at
    else ${day(end)} < ${day(start)} end`
}

/** SQL of whether a date lies after the instant that the delivery is true up to; null where it is absent. */
export const isFuture = (name: string, { asOf, zone }: { asOf: string; zone: string }): string =>
  `case when ${name}_at is not null then ${name}_at > ${asOf}
    else timezone(${zone}, cast(${name}_on as timestamp)) >= ${asOf} end`
