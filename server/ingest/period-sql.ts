// Names of periods to their first and last day, set-wise: the same names as parsePeriod in shared/time/period.ts reads,
// but for `all`, which is no period that a figure can be of.

export interface PeriodSql {
  /** day, week, month, quarter, semester, year or given */
  grain: string
  from: string
  to: string
}

const YEAR = '[12][0-9]{3}'
const MONTH = `${YEAR}-(?:0[1-9]|1[0-2])`
const PATTERNS = {
  year: YEAR,
  month: MONTH,
  quarter: `${YEAR}-Q[1-4]`,
  semester: `${YEAR}-S[12]`,
  week: `${YEAR}-W[0-9]{2}`,
  day: `${MONTH}-[0-9]{2}`,
  given: `${MONTH}/${MONTH}`,
}

/** SQL over the text of a period; all three are null where it names none. */
export function periodSql(text: string): PeriodSql {
  const choose = (parts: Partial<Record<keyof typeof PATTERNS, string>>) =>
    `case ${Object.entries(parts)
      .map(([grain, sql]) => `when regexp_full_match(${text}, '${PATTERNS[grain as 'year']}') then ${sql}`)
      .join(' ')} end`
  const year = `cast(substr(${text}, 1, 4) as integer)`
  const number = (at: number, length: number) => `cast(substr(${text}, ${at}, ${length}) as integer)`
  const day = `try_cast(${text} as date)`
  // ISO 8601: the week of 4 January is the first; a 53rd that the year does not have is none.
  const week = `cast(date_trunc('week', make_date(${year}, 1, 4)) as date) + (${number(7, 2)} - 1) * 7`
  const isWeek = `strftime(${week}, '%G-W%V') = ${text}`
  const first = (month: string, of = year) => `make_date(${of}, ${month}, 1)`
  const last = (month: string, of = year) => `last_day(make_date(${of}, ${month}, 1))`
  const [endYear, endMonth] = [number(9, 4), number(14, 2)]
  const isSpan = `${first(number(6, 2))} <= ${first(endMonth, endYear)}`
  return {
    grain: choose({
      ...Object.fromEntries(['year', 'month', 'quarter', 'semester'].map((grain) => [grain, `'${grain}'`])),
      week: `case when ${isWeek} then 'week' end`,
      day: `case when ${day} is not null then 'day' end`,
      given: `case when ${isSpan} then 'given' end`,
    }),
    from: choose({
      year: first('1'),
      month: first(number(6, 2)),
      quarter: first(`${number(7, 1)} * 3 - 2`),
      semester: first(`${number(7, 1)} * 6 - 5`),
      week: `case when ${isWeek} then ${week} end`,
      day,
      given: `case when ${isSpan} then ${first(number(6, 2))} end`,
    }),
    to: choose({
      year: last('12'),
      month: last(number(6, 2)),
      quarter: last(`${number(7, 1)} * 3`),
      semester: last(`${number(7, 1)} * 6`),
      week: `case when ${isWeek} then ${week} + 6 end`,
      day,
      given: `case when ${isSpan} then ${last(endMonth, endYear)} end`,
    }),
  }
}
