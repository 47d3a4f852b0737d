import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backUp } from '#server/actions/maintenance/back-up.ts'
import type { Command } from './command.ts'
import { maintain } from './maintain.ts'

export const backupCommand: Command = async (args, locale) => {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const target = positionals[0] === undefined ? null : resolve(positionals[0])
  const done = await maintain('backup', locale, (context) => backUp(context, target), { path: target })
  process.stdout.write(
    values.json ? `${JSON.stringify(done)}\n` : `${done.path} (${Math.ceil(done.bytes / 1024)} kB)\n`,
  )
  return 0
}
