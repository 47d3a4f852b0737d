import { explainError } from '#server/explain-error.ts'
import { backupCommand } from './backup.ts'
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
    process.stderr.write(`${explainError(error)}\n`)
    return 1
  }
}
