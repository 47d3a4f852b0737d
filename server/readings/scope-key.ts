/** Key of a cell of an answer: 0 stands for everything and for all services, null for all channels together. */
export const keyOf = (
  agencyId: number,
  serviceId: number,
  channel: string | null,
  startsOn: string,
): string => `${agencyId}|${serviceId}|${channel ?? ''}|${startsOn}`
