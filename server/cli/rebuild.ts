import { rebuild } from '#server/actions/maintenance/rebuild.ts'
import { type Command, wantsJson } from './command.ts'
import { maintain } from './maintain.ts'

export const rebuildCommand: Command = {
  summary: 'rebuild all cells from the facts',
  help: 'terukur rebuild [--json]\n\nThe result is identical to what is there; it is the proof, and the repair.',
  async run(args) {
    const isJson = wantsJson(args)
    const done = await maintain('rebuild', rebuild)
    process.stdout.write(isJson ? `${JSON.stringify(done)}\n` : `All cells rebuilt in ${done.seconds} s.\n`)
    return 0
  },
}
