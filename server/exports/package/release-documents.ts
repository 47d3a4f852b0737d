import type { FigureChange, ReleasedLine, ReleaseManifest, SignedRelease } from '#shared/contract/release.ts'
import type { PublishedDefinition } from '#shared/proof/definition.ts'
import type { DescribedIndicator } from '../definitions.ts'
import type { NamedAgency, NamedService, Names } from '../names.ts'

/** Which lines are wanted; absent: all. Agency and service by code, `null`: everything together. */
export interface WantedLines {
  agencies?: readonly (string | null)[] | undefined
  services?: readonly (string | null)[] | undefined
  indicators?: readonly string[] | undefined
  grain?: string | undefined
}

/** A release as it is stored, whatever it is read from. */
export interface ReleaseDocuments {
  signed: SignedRelease
  manifest: ReleaseManifest
  /** text of a part as it was signed */
  part(name: string): Promise<string>
  /** its figures, part by part */
  lines(wanted?: WantedLines): AsyncIterable<ReleasedLine>
  /** public keys of the instance up to the one that signed, in the form of `/release-keys` */
  keys: unknown
}

interface DirectoryDocument {
  agencies: NamedAgency[]
  services: NamedService[]
}
interface RulesDocument {
  definitions: Pick<PublishedDefinition, 'id' | 'group' | 'unit' | 'direction' | 'countedIn' | 'texts'>[]
  thresholds?: { minPeople?: number }
}

/** What the codes of a release stood for when it was frozen. */
export async function namesOfRelease(release: ReleaseDocuments): Promise<Names> {
  const directory = JSON.parse(await release.part('directory.json')) as DirectoryDocument
  const rules = JSON.parse(await release.part('rules.json')) as RulesDocument
  return {
    agencies: new Map(directory.agencies.map((one) => [one.code, one])),
    services: new Map(directory.services.map((one) => [one.code, one])),
    indicators: new Map(rules.definitions.map((one) => [one.id, describePublished(one)])),
  }
}

/** From how many people on figures about people are shown. */
export const minPeopleOf = async (release: ReleaseDocuments): Promise<number> =>
  (JSON.parse(await release.part('rules.json')) as RulesDocument).thresholds?.minPeople ?? 10

function describePublished(published: RulesDocument['definitions'][number]): DescribedIndicator {
  const { id, group, unit, direction, countedIn, texts } = published
  const both = (field: 'name' | 'definition' | 'formula' | 'source' | 'limits') => ({
    id: texts.id[field] ?? '',
    en: texts.en[field] ?? '',
  })
  return {
    id,
    group: group as DescribedIndicator['group'],
    unit,
    direction,
    countedIn: countedIn as DescribedIndicator['countedIn'],
    name: both('name'),
    definition: both('definition'),
    formula: both('formula'),
    source: both('source'),
    limits: both('limits'),
  }
}

export async function* changesOf(release: ReleaseDocuments): AsyncGenerator<FigureChange> {
  for (const line of linesOf(await release.part('changes.ndjson'))) yield JSON.parse(line) as FigureChange
}

/** Lines of a text whose every line is ended. */
export const linesOf = (text: string): string[] => text.split('\n').filter(Boolean)
