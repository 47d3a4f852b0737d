import type { EmbedTexts } from '../id/embed.ts'

export const embed: EmbedTexts = {
  embed: 'Embed in another page',
  how: 'Paste this into your page. The frame is light, has its own table, and always shows the latest release; add &theme=light or &theme=dark to set its theme.',
  resize: 'For a height that follows the content, add this once to the same page:',
  none: 'There is no such figure.',
}
