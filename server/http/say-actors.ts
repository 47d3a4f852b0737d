import type { Context } from 'hono'
import { actors as en } from '#shared/i18n/en/actors.ts'
import { actors as id } from '#shared/i18n/id/actors.ts'
import type { HttpEnv } from './env.ts'

const WORDS = { id, en }

/** Says who did something, of the actors that the audit log names, to whoever may see that it was done: people by
 *  name to people, and never by what the product calls them inside. Who has no account any more has no name. */
export async function sayActors(c: Context<HttpEnv>): Promise<(actor: string) => string> {
  const words = WORDS[c.get('locale')]
  const { kind } = c.get('context').actor
  // A program works with figures, and needs nobody's name for it.
  const known = kind === 'person' || kind === 'command-line' ? await c.get('identity')?.listPeople() : []
  const names = new Map(known?.map((person) => [`person:${person.id}`, person.name]))
  return (actor) => {
    if (actor.startsWith('person:')) return names.get(actor) || words.person
    if (actor.startsWith('key:')) return words.key
    return actor.startsWith('link:') ? words.link : actor
  }
}
