/** Key of whom and what figures are of: 0 stands for everything and for all services; all channels together have none. */
export const scopeKey = (agencyId: number, serviceId: number, channel?: string | null): string =>
  channel ? `${agencyId}|${serviceId}|${channel}` : `${agencyId}|${serviceId}`

export const scopeKeyOf = (row: { agencyId: number; serviceId: number; channel?: string | null }): string =>
  scopeKey(row.agencyId, row.serviceId, row.channel)
