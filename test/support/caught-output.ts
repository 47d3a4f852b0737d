import { vi } from 'vitest'
import type { VerifySummary } from '#shared/proof/findings.ts'

// What a command of this process says, and with which code it ends.

/** Runs a command without showing anything of it. @returns its exit code and what it wrote to stdout */
export async function caughtOutput(run: () => Promise<number>): Promise<{ exit: number; said: string }> {
  const said: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  const quiet = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const exit = await run().finally(() => {
    spy.mockRestore()
    quiet.mockRestore()
  })
  return { exit, said: said.join('') }
}

type Verified = VerifySummary & { exit: number; findings: { code: string; part: string }[] }

/** What `verify --json` says of one release after the other. */
export async function caughtVerdicts(run: () => Promise<number>): Promise<Verified[]> {
  const { exit, said } = await caughtOutput(run)
  return said
    .trim()
    .split('\n')
    .map((line) => ({ ...(JSON.parse(line) as Omit<Verified, 'exit'>), exit }))
}

/** Of one. */
export async function caughtVerdict(run: () => Promise<number>): Promise<Verified> {
  const [verdict, ...more] = await caughtVerdicts(run)
  if (!verdict || more.length > 0) throw new Error('It does not speak of one release')
  return verdict
}
