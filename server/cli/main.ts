import { Refusal } from '#shared/refusal.ts'
import { type Command, UsageError } from './command.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { importCommand } from './import.ts'
import { migrateCommand } from './migrate.ts'
import { readingsCommand } from './readings.ts'
import { rebuildCommand } from './rebuild.ts'
import { serveCommand } from './serve.ts'

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
}

const HELP = `terukur COMMAND [options]

${Object.entries(COMMANDS)
  .map(([name, command]) => `  ${name.padEnd(10)} ${command.summary}`)
  .join('\n')}

terukur COMMAND --help tells more. --json prints one JSON value on stdout and nothing else there.
`

process.exitCode = await main(process.argv.slice(2))

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(HELP)
    return name === undefined ? 2 : 0
  }
  const command = COMMANDS[name]
  if (!command) {
    process.stderr.write(`There is no command “${name}”.\n\n${HELP}`)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${command.help}\n`)
    return 0
  }
  try {
    return await command.run(args)
  } catch (error) {
    if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`${(error as Error).message}\n\n${command.help}\n`)
      return 2
    }
    const known = error instanceof Refusal || error instanceof Error
    process.stderr.write(`${known ? (error as Error).message : String(error)}\n`)
    return 1
  }
}
