import { z } from 'zod'
import { ROLES } from '../access.ts'

/** Who asks, and what they may do. */
export const Me = z
  .object({
    kind: z.enum(['anonymous', 'person', 'key', 'link', 'command-line', 'system']),
    id: z.string().describe('What tells the actor from others of its kind.'),
    name: z.string(),
    grants: z.array(
      z.object({
        role: z.enum(ROLES),
        agency: z.string().nullable().describe('With everything below it; null: the whole instance.'),
      }),
    ),
    actions: z.array(z.string()).describe('What may be done somewhere.'),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>
