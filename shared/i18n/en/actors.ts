import type { ActorsTexts } from '../id/actors.ts'

export const actors: ActorsTexts = {
  person: 'an official',
  key: 'an API key',
  link: 'a person with an entry link',
}
