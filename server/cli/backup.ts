import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backUp } from '#server/actions/maintenance/back-up.ts'
import type { Command } from './command.ts'
import { maintain } from './maintain.ts'

export const backupCommand: Command = {
  summary: 'copy the database safely, also while the server runs',
  help: `terukur backup [FILE] [--json]

FILE must not exist; without it a dated file is made in the folder “backups” of the data folder.
To restore: stop the server and put the copy in the place of the database.`,
  async run(args) {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    const target = positionals[0] === undefined ? null : resolve(positionals[0])
    const done = await maintain('backup', (context) => backUp(context, target), { path: target })
    process.stdout.write(
      values.json ? `${JSON.stringify(done)}\n` : `${done.path} (${Math.ceil(done.bytes / 1024)} kB)\n`,
    )
    return 0
  },
}
