import { freezeRelease, reviseRelease } from '#server/actions/releases/freeze.ts'
import type { TestWorld } from './database.ts'
import { deliverCases, plantOffices } from './release-world.ts'

/** A province with two offices: release 2026-01, and its revision 2026-01-r1, in which one of them has a case more.
 *  `before` the release, and `between` it and its revision. */
export async function releaseAndRevise(
  test: TestWorld,
  steps: { before?: () => Promise<unknown>; between?: () => Promise<unknown> } = {},
): Promise<void> {
  test.setClock('2026-02-05T03:00:00.000Z')
  await plantOffices(test)
  const deliver = (office: string, done: number) =>
    deliverCases(test, office, '2025-12-01', '2026-01-31', [
      { done: 12, late: 3 },
      { done, late: 1 },
    ])
  for (const office of ['north', 'south']) await deliver(office, 9)
  await steps.before?.()
  await freezeRelease(test.context, { through: '2026-01' })
  await steps.between?.()
  test.setClock('2026-02-09T03:00:00.000Z')
  await deliver('north', 10)
  await reviseRelease(test.context, { replaces: '2026-01', reason: 'One case had been forgotten' })
}
