import { parseArgs } from 'node:util'
import type { Command } from './command.ts'

export const serveCommand: Command = async (args) => {
  parseArgs({ args, options: {} })
  await import('#server/main.ts')
  // The server runs until it is told to stop.
  return new Promise(() => {})
}
