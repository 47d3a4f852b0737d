import { deleteTarget } from '#server/db/queries/targets.ts'
import { toTarget } from '#server/readings/target-book.ts'
import { SetTarget } from '#shared/contract/target.ts'
import { chartOf } from '#shared/indicators/chart-of.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { defineAction } from '../define-action.ts'
import { figureKey, sourceOfForm, subjectOf } from '../figure-key.ts'

/** What is promised for a figure of a period. The key is that of the import: a later file with the same target corrects
 *  it. @throws Refusal `invalid` for a figure that cannot be, or a change without a reason. */
export const setTarget = defineAction({
  name: 'target.set',
  input: SetTarget,
  concerns: ({ agency }) => [agency],
  changesFigures: 'not-of-people',
  async run(tx, input) {
    const { key, definition } = await figureKey(tx, input)
    for (const name of ['value', 'low', 'high'] as const) refuseImpossible(definition, name, input[name])
    const before = await deleteTarget(tx, key)
    if (before && input.reason === '') refuseField('reason', sayFault('reason-needed', {}))
    const span = parsePeriod(input.period)!
    const { kind } = input
    // What its kind does not use is left out, as the import does.
    const isBound = kind === 'min' || kind === 'max' || kind === 'exact'
    const after = {
      ...key,
      periodGrain: span.grain,
      periodFrom: span.startsOn,
      periodTo: span.endsOn,
      kind,
      value: isBound ? input.value : null,
      low: kind === 'range' ? input.low : null,
      high: kind === 'range' ? input.high : null,
      text: input.text,
      provenance: input.provenance,
      isCumulative: input.cumulative,
      source: await sourceOfForm(tx, key.agencyId),
      importId: '',
    }
    await tx.insertInto('target').values(after).execute()
    return {
      result: { period: input.period },
      trace: {
        subject: subjectOf(input),
        before: before ? toTarget(before) : null,
        after: { ...toTarget(after), reason: input.reason },
      },
    }
  },
})

/** A share is 0.9, not 90; times are not below 0. */
function refuseImpossible(definition: IndicatorDefinition, name: string, value: number | null): void {
  const [low, high] = chartOf(definition).range
  if (value === null || ((low === null || value >= low) && (high === null || value <= high))) return
  refuseField(name, sayFault('impossible-figure', { low, high }))
}

function refuseField(field: string, problem: ReturnType<typeof sayFault>): never {
  const issues = [{ parameter: field, message: problem }]
  throw new Refusal('invalid', 'field-invalid', { field, problem }, { issues })
}
