import { loadDemoIfEmpty } from '#server/actions/demo/load-demo.ts'
import { commandText } from '#shared/i18n/command-text.ts'
import { type Command, wantsJson } from './command.ts'
import { maintain } from './maintain.ts'

export const demoCommand: Command = async (args, locale) => {
  const texts = commandText(locale)
  const isJson = wantsJson(args)
  const { loaded } = await maintain('demo', locale, async (context) => ({
    loaded: await loadDemoIfEmpty(context),
  }))
  process.stdout.write(
    isJson ? `${JSON.stringify({ loaded })}\n` : loaded ? `${texts.demoLoaded}\n` : `${texts.notEmpty}\n`,
  )
  return 0
}
