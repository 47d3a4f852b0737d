import { explainError } from '#server/explain-error.ts'
import { refusalText, sentence } from '#shared/i18n/refusal-text.ts'
import type { Refusal } from '#shared/refusal.ts'
import { backupCommand } from './backup.ts'
import { type Command, localeOf, UsageError } from './command.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { migrateCommand } from './migrate.ts'
import { printFailure } from './print-failure.ts'
import { readingsCommand } from './readings.ts'
import { rebuildCommand } from './rebuild.ts'
import { serveCommand } from './serve.ts'
import { verifyCommand } from './verify.ts'

// The command line: one file a command. Exit codes: 0 done, 1 failed and nothing written, 2 wrong usage,
// 3 done but some rows were rejected.

const COMMANDS: Record<string, Command> = {
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
}

const HELP = `terukur COMMAND [options]

${Object.entries(COMMANDS)
  .map(([name, command]) => `  ${name.padEnd(10)} ${command.summary}`)
  .join('\n')}

terukur COMMAND --help tells more. --json prints one JSON value on stdout and nothing else there.
`

// Whoever reads our output may have seen enough: `terukur readings … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
process.exitCode = await main(process.argv.slice(2))

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(HELP)
    return name === undefined ? 2 : 0
  }
  const locale = localeOf(langOf(args))
  const isJson = args.includes('--json')
  const command = COMMANDS[name]
  if (!command) {
    if (isJson) printFailure(locale, new UsageError('no-command', { name }))
    process.stderr.write(`${sentence(locale, 'no-command', { name })}\n\n${HELP}`)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${command.help}\n`)
    return 0
  }
  try {
    return await command.run(args)
  } catch (error) {
    const usage = usageOf(error)
    if (isJson) printFailure(locale, usage ?? error)
    if (usage) {
      process.stderr.write(`${refusalText(locale, usage)}\n\n${command.help}\n`)
      return 2
    }
    process.stderr.write(`${explainError(locale, error)}\n`)
    return 1
  }
}

/** What was wrong with the call, if that is the error; the words of the parser of options are English. */
function usageOf(error: unknown): Refusal | null {
  if (error instanceof UsageError) return error
  const { code, message } = error as NodeJS.ErrnoException
  return code?.startsWith('ERR_PARSE_ARGS') ? new UsageError('usage-options', { reason: message }) : null
}

/** What --lang was given, in any command that takes it. */
function langOf(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  return at < 0 ? undefined : (args[at]!.split('=')[1] ?? args[at + 1])
}
