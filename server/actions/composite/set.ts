import { deleteCompositeRule } from '#server/db/queries/composite-rules.ts'
import { isCreated } from '#server/db/queries/indicators.ts'
import { SetComposite } from '#shared/contract/composite.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { Refusal } from '#shared/refusal.ts'
import { MIN_COVERAGE } from '#shared/stats/composite.ts'
import { defineAction } from '../define-action.ts'

/** Weights, floors and ceilings of the composite score from a day on, by a decree. Given again for the same day they
 *  replace. @throws Refusal `not_found` for an unknown indicator. */
export const setComposite = defineAction({
  name: 'composite.set',
  input: SetComposite,
  concerns: () => 'instance',
  changesFigures: 'not-of-people',
  async run(tx, input, { clock }) {
    for (const { indicator } of input.parts) {
      if (findIndicator(indicator) || (await isCreated(tx, indicator))) continue
      throw new Refusal('not_found', 'no-indicator', { id: indicator })
    }
    const before = await deleteCompositeRule(tx, input.validFrom)
    const after = {
      ...input,
      minCoverage: input.minCoverage ?? MIN_COVERAGE,
      parts: JSON.stringify(input.parts),
      decidedAt: clock(),
    }
    await tx.insertInto('compositeRule').values(after).execute()
    return {
      result: { validFrom: input.validFrom },
      trace: { subject: input.validFrom, before: before ?? null, after },
    }
  },
})
