// Apart from the schemas, so that pages that offer them stay light.

export const WEBHOOK_EVENTS = ['import.accepted', 'import.undone', 'signal.appeared'] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

/** Why a try got no answer; what answered other than 2xx is told as `HTTP 500`. */
export const WEBHOOK_FAULTS = [
  'inside',
  'unknown-name',
  'refused',
  'unreachable',
  'late',
  'certificate',
  'broke-off',
] as const
export type WebhookFault = (typeof WEBHOOK_FAULTS)[number]
