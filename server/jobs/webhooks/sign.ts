import { createHmac } from 'node:crypto'

/** The signature of a body at a time: HMAC-SHA256 with the webhook's secret over `<seconds>.<body>`, so that neither can
 *  be changed, and an old delivery is known as one. */
export function signature(secret: string, seconds: number, body: string): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}
