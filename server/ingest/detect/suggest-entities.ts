import type { ImportEngine } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { codeOf } from '../identity.ts'
import type { KnownEntities } from '../prepare-import.ts'
import type { DraftDetection } from './detection.ts'
import { describeEntities, rawColumns } from './entity-values.ts'
import type { Suggested } from './suggest-mapping.ts'

const SAME = 0.97
const CLOSE = 0.75

/** A name is taken for a known one only where it says the same; where some come close, a person decides about all. */
export async function suggestEntities(
  engine: ImportEngine,
  suggested: Suggested,
  detection: DraftDetection,
  known: KnownEntities,
): Promise<void> {
  const file = rawColumns(
    detection.columns.map(({ header }) => header),
    '',
  )
  for (const kind of ['agency', 'service'] as const) {
    if (!(kind in suggested.columns)) continue
    const entities = kind === 'agency' ? known.agencies : known.services
    const { values } = await describeEntities(engine, kind, suggested as unknown as Mapping, file, entities)
    const unknown = values.filter(({ state }) => state !== 'known')
    const same = unknown.filter(({ candidates }) => candidates[0] && candidates[0].likeness >= SAME)
    const ways = otherWays(unknown.filter((one) => !same.includes(one)))
    if (same.length > 0 || ways.length > 0) {
      suggested.values ??= {}
      suggested.values[kind] = {
        ...Object.fromEntries(same.map(({ value, candidates }) => [value, candidates[0]!.code])),
        ...Object.fromEntries(ways),
        '*': '$0',
      }
    }
    const close = unknown.filter(({ candidates }) => candidates[0] && candidates[0].likeness < SAME)
    if (unknown.length > same.length && !close.some(({ candidates }) => candidates[0]!.likeness >= CLOSE))
      suggested.create = [...(suggested.create ?? []), kind]
  }
}

/** Names that differ from a more frequent one of the file only in size of letters, spaces or marks, and that one: they
 *  would become several where one is meant.
 *  @param values the most frequent first */
function otherWays(values: readonly { value: string }[]): [value: string, usual: string][] {
  const usual = new Map<string, string>()
  return values.flatMap(({ value }): [string, string][] => {
    const code = codeOf(value)
    const first = usual.get(code)
    if (first !== undefined && code !== 'x') return [[value, first]]
    usual.set(code, value)
    return []
  })
}
