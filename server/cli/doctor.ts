import { checkInvariants } from '#server/readings/check-invariants.ts'
import { type Command, wantsJson } from './command.ts'
import { maintain } from './maintain.ts'

export const doctorCommand: Command = {
  summary: 'check every invariant of the database',
  help: 'terukur doctor [--json]\n\nExit code 1 when something is wrong.',
  async run(args) {
    const isJson = wantsJson(args)
    const { findings } = await maintain('check', async ({ world }) => ({
      findings: await checkInvariants(world.db.read),
    }))
    const broken = findings.filter((finding) => finding.violations > 0)
    const lines = findings.map(({ invariant, violations }) =>
      violations === 0 ? `ok  ${invariant}` : `BAD ${invariant}: ${violations}`,
    )
    process.stdout.write(isJson ? `${JSON.stringify({ findings })}\n` : `${lines.join('\n')}\n`)
    return broken.length > 0 ? 1 : 0
  },
}
