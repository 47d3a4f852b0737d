// Apart from the schemas, so that pages that offer them stay light.

export const WEBHOOK_EVENTS = ['import.accepted', 'import.undone', 'signal.appeared'] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]
