import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { WebhookEvent } from '#shared/contract/webhook-events.ts'

// What systems are sent that are told of events, for the document of the API.

const agencyCodes = z.array(z.string()).openapi({
  description: 'Agencies that it is about; of a webhook of one agency only that one and those below it.',
})
const isPart = z.literal(true).optional().openapi({
  description:
    'It is about agencies as well that this webhook is not told of: nothing but what stands here is told, no counts.',
})

const DATA: Record<WebhookEvent, { summary: string; data: z.ZodType }> = {
  'import.accepted': {
    summary: 'An import was committed',
    data: z
      .looseObject({ importId: z.string(), dataset: z.string(), agencyCodes, isPart })
      .openapi({ description: 'With the counts of its result, unless `isPart`.' }),
  },
  'import.undone': {
    summary: 'An import was taken back',
    data: z
      .looseObject({ id: z.string(), agencyCodes: agencyCodes.optional(), isPart })
      .openapi({ description: 'With what went, unless `isPart`; then with `agencyCodes`.' }),
  },
  'signal.appeared': {
    summary: 'A figure changed by more than chance',
    data: z.looseObject({ id: z.string() }).openapi({ description: 'The signal, as `/signals` gives it.' }),
  },
}

/** Adds the events to the document of an API. */
export function describeEvents({ openAPIRegistry }: Pick<OpenAPIHono, 'openAPIRegistry'>): void {
  for (const [event, { summary, data }] of Object.entries(DATA)) {
    const body = z.object({ id: z.string(), event: z.literal(event), createdAt: z.string(), data })
    openAPIRegistry.registerWebhook({
      method: 'post',
      path: event,
      summary,
      request: { body: { required: true, content: { 'application/json': { schema: body } } } },
      responses: { '2XX': { description: 'It is taken; with anything else it is sent again.' } },
    })
  }
}
