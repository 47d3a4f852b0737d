import { rebuild } from '#server/actions/maintenance/rebuild.ts'
import { commandText } from '#shared/i18n/command-text.ts'
import { type Command, wantsJson } from './command.ts'
import { maintain } from './maintain.ts'

export const rebuildCommand: Command = async (args, locale) => {
  const isJson = wantsJson(args)
  const done = await maintain('rebuild', locale, rebuild)
  process.stdout.write(
    isJson ? `${JSON.stringify(done)}\n` : `${commandText(locale).rebuilt(done.seconds)}\n`,
  )
  return 0
}
