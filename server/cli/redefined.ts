import { canonicalJson, type Json } from '#shared/proof/canonical.ts'
import type { PublishedDefinition } from '#shared/proof/definition.ts'
import { publishedDefinitions } from '#shared/proof/definitions.ts'
import type { ReleaseSource } from '#shared/proof/findings.ts'

/** Indicators that a release defines otherwise than this program does under the same version: its figures come out by its
 *  own definitions, whatever these make of the name. */
export async function redefinedIn(source: ReleaseSource): Promise<string[]> {
  const own = new Map(publishedDefinitions([]).map((definition) => [definition.id, definition]))
  const bytes = await source.part('rules.json')
  try {
    const { definitions } = JSON.parse(new TextDecoder().decode(bytes ?? undefined)) as {
      definitions: PublishedDefinition[]
    }
    return definitions.flatMap((definition) => {
      const ours = own.get(definition.id)
      const isOther = ours?.version === definition.version && methodOf(ours) !== methodOf(definition)
      return isOther ? [definition.id] : []
    })
  } catch {
    // That it cannot be read is told of the part.
    return []
  }
}

/** What a value is made of. Flags and what they say of parts are told apart further from release to release. */
const methodOf = (definition: PublishedDefinition): string => {
  const { unit, method, hasFacts, hasStock, isIncomplete, isCount, isSum, isAboutPeople } = definition
  const made = { unit, method, hasFacts, hasStock, isIncomplete, isCount, isSum, isAboutPeople }
  return canonicalJson(made as unknown as Json)
}
