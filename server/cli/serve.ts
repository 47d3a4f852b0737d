import { parseArgs } from 'node:util'
import type { Command } from './command.ts'

export const serveCommand: Command = {
  summary: 'serve API and web',
  help: 'terukur serve\n\nServes what npm start serves. Settings come from the environment: PORT, HOST, DATABASE_URL, TERUKUR_….',
  async run(args) {
    parseArgs({ args, options: {} })
    await import('#server/main.ts')
    // The server runs until it is told to stop.
    return new Promise(() => {})
  },
}
