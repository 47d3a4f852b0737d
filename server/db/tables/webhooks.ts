/** Where another system wants to be told of events. */
export interface WebhookTable {
  webhookId: string
  url: string
  /** JSON: the events that it wants */
  events: string
  /** only events of this agency and everything below it; null: all */
  agencyCode: string | null
  /** what its deliveries are signed with; told once, never shown again */
  secret: string
  isActive: boolean
  createdAt: string
  createdBy: string
  /** since when every delivery has failed; null: the latest one arrived, or there was none */
  failingSince: string | null
}

/** An event on its way to one webhook, written with the change that causes it. */
export interface WebhookDeliveryTable {
  /** rises with time */
  deliveryId: string
  webhookId: string
  event: string
  /** what it is about, such as the id of an import */
  subject: string
  /** JSON, as it is signed and sent */
  body: string
  queuedAt: string
  status: 'waiting' | 'sent' | 'failed'
  attempts: number
  nextAt: string
  sentAt: string | null
  /** of the latest try */
  responseStatus: number | null
  responseMs: number | null
  error: string | null
}

/** A signal that webhooks have been told of, or that was there before anybody wanted to be told. */
export interface ToldSignalTable {
  signalId: string
  toldAt: string
}
