/** How the times of the cases completed in a period spread. Answer of `GET /api/v1/distribution`. */
export interface Distribution {
  period: string
  /** `days`: working days; `seconds`: elapsed, where the calendar is not known for every case */
  unit: 'days' | 'seconds'
  /** cases with a known time */
  n: number
  /** smallest time that at least half of the cases did not exceed; null without cases */
  half: number | null
  nineTenths: number | null
  /** times are known to within 1 % */
  isApproximate: boolean
  /** `from` inclusive, `to` exclusive; the last one may be open */
  classes: { from: number; to: number | null; count: number }[]
}
