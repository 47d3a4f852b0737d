import { rebuildEverything } from '#server/rollups/rebuild.ts'
import { type Command, localeOf, withContext } from './command.ts'

export const rebuildCommand: Command = {
  summary: 'rebuild all cells from the facts',
  help: 'terukur rebuild [--json]\n\nThe result is identical to what is there; it is the proof, and the repair.',
  async run(args) {
    const startedAt = performance.now()
    await withContext(localeOf(undefined), ({ world }) => world.write((tx) => rebuildEverything(tx)))
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10
    process.stdout.write(
      args.includes('--json') ? `${JSON.stringify({ seconds })}\n` : `All cells rebuilt in ${seconds} s.\n`,
    )
    return 0
  },
}
