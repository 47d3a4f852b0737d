import { explainError } from '#server/explain-error.ts'
import { commandText } from '#shared/i18n/command-text.ts'
import type { CommandTexts } from '#shared/i18n/id/commands.ts'
import { refusalText, sentence } from '#shared/i18n/refusal-text.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { Refusal } from '#shared/refusal.ts'
import { backupCommand } from './backup.ts'
import { type Command, takeLocale, UsageError } from './command.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { migrateCommand } from './migrate.ts'
import { moveCommand } from './move.ts'
import { printFailure } from './print-failure.ts'
import { readingsCommand } from './readings.ts'
import { rebuildCommand } from './rebuild.ts'
import { serveCommand } from './serve.ts'
import { verifyCommand } from './verify.ts'

// The command line: one file a command. Exit codes: 0 done, 1 failed and nothing written, 2 wrong usage,
// 3 done but some rows were rejected.

const COMMANDS: Record<keyof CommandTexts['summaries'], Command> = {
  import: importCommand,
  readings: readingsCommand,
  serve: serveCommand,
  migrate: migrateCommand,
  demo: demoCommand,
  rebuild: rebuildCommand,
  doctor: doctorCommand,
  export: exportCommand,
  verify: verifyCommand,
  backup: backupCommand,
  move: moveCommand,
}

const isCommand = (name: string): name is keyof typeof COMMANDS => Object.hasOwn(COMMANDS, name)

function helpIn(locale: Locale): string {
  const { usage, summaries, more } = commandText(locale)
  const lines = Object.entries(summaries).map(([name, summary]) => `  ${name.padEnd(10)} ${summary}`)
  return `${usage}\n\n${lines.join('\n')}\n\n${more}\n`
}

// Whoever reads our output may have seen enough: `terukur readings … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
process.exitCode = await main(process.argv.slice(2))

async function main(given: string[]): Promise<number> {
  const { locale, rest } = takeLocale(given)
  const [name, ...args] = rest
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(helpIn(locale))
    return name === undefined ? 2 : 0
  }
  const isJson = args.includes('--json')
  if (!isCommand(name)) {
    if (isJson) printFailure(locale, new UsageError('no-command', { name }))
    process.stderr.write(`${sentence(locale, 'no-command', { name })}\n\n${helpIn(locale)}`)
    return 2
  }
  const help = commandText(locale).help[name]
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${help}\n`)
    return 0
  }
  try {
    return await COMMANDS[name](args, locale)
  } catch (error) {
    const usage = usageOf(error, locale)
    if (isJson) printFailure(locale, usage ?? error)
    if (usage) {
      process.stderr.write(`${refusalText(locale, usage)}\n\n${help}\n`)
      return 2
    }
    process.stderr.write(`${explainError(locale, error)}\n`)
    return 1
  }
}

/** What was wrong with the call, if that is the error. */
function usageOf(error: unknown, locale: Locale): Refusal | null {
  if (error instanceof UsageError) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (!code?.startsWith('ERR_PARSE_ARGS')) return null
  const word = /'([^' ]+)/.exec(message)?.[1] ?? ''
  return new UsageError('usage-options', { reason: commandText(locale).wrongCall(code, word, message) })
}
