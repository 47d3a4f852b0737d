/** Where a series begins a new segment with limits of its own, and who decided it why. agencyId 0: everything
 *  together; serviceId 0: all services together. */
export interface RebaselineTable {
  agencyId: number
  serviceId: number
  indicator: string
  validFrom: string
  reason: string
  decidedBy: string
  decidedAt: string
}
