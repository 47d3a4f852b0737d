import { checkInvariants } from '#server/readings/check-invariants.ts'
import { type Command, localeOf, withContext } from './command.ts'

export const doctorCommand: Command = {
  summary: 'check every invariant of the database',
  help: 'terukur doctor [--json]\n\nExit code 1 when something is wrong.',
  async run(args) {
    const findings = await withContext(localeOf(undefined), ({ world }) => checkInvariants(world.db.read))
    const broken = findings.filter((finding) => finding.violations > 0)
    process.stdout.write(
      args.includes('--json')
        ? `${JSON.stringify({ findings })}\n`
        : `${findings.map(({ invariant, violations }) => `${violations === 0 ? 'ok ' : 'BAD'} ${invariant}${violations > 0 ? `: ${violations}` : ''}`).join('\n')}\n`,
    )
    return broken.length > 0 ? 1 : 0
  },
}
