import { queryOptions } from '@tanstack/react-query'
import type { ReleaseKeyList, ReleaseManifest } from '#shared/contract/release.ts'
import { readSigned } from '#shared/proof/check-seal.ts'
import { type ExplainedFigure, explainFigure, type ReadStep } from '#shared/proof/explain-figure.ts'
import type { FigureName, ReleaseSource, Rules } from '#shared/proof/findings.ts'
import { failureOf, getJson, reach } from './client.ts'

// Documents of a release as the browser reads them to check a figure: bytes, not answers.

async function fetchBytes(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const response = await reach(path)
  if (response.status === 404) return null
  if (!response.ok) throw await failureOf(response)
  return new Uint8Array(await response.arrayBuffer())
}

const textOf = (bytes: Uint8Array | null) => bytes && new TextDecoder().decode(bytes)
const releasePath = (code: string) => `/api/v1/releases/${encodeURIComponent(code)}`

const servedRelease = (code: string): ReleaseSource => ({
  signed: async (of) => textOf(await fetchBytes(releasePath(of ?? code))),
  part: (name) =>
    fetchBytes(`${releasePath(code)}/parts/${name.split('/').map(encodeURIComponent).join('/')}`),
  keys: async () => (await getJson<ReleaseKeyList>('/api/v1/release-keys')).items,
})

interface Named {
  code: string
  name: string
  nameEn: string | null
}

/** What there is to choose from in a release. */
export interface ReleaseChoices {
  manifest: ReleaseManifest
  definitions: Rules['definitions']
  agencies: Named[]
  services: Named[]
}

/** Null: what is there is no release that can be read. */
export const releaseChoicesQuery = (code: string) =>
  queryOptions({
    queryKey: ['release-choices', code],
    queryFn: async (): Promise<ReleaseChoices | null> => {
      const source = servedRelease(code)
      const [signed, rules, directory] = await Promise.all([
        source.signed(null),
        source.part('rules.json'),
        source.part('directory.json'),
      ])
      const read = signed === null ? null : readSigned(signed)
      if (!read || !rules || !directory) return null
      const { definitions } = JSON.parse(textOf(rules)!) as Rules
      const { agencies, services } = JSON.parse(textOf(directory)!) as Pick<
        ReleaseChoices,
        'agencies' | 'services'
      >
      return { manifest: read.manifest, definitions, agencies, services }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Explains one figure of a release, with each document told as it is read. Null: no release that can be read. */
export const explainedQuery = (code: string, figure: FigureName, onStep: (step: ReadStep) => void) =>
  queryOptions({
    queryKey: ['explained', code, figure],
    queryFn: async ({ signal }): Promise<ExplainedFigure | null> => {
      const run = explainFigure(servedRelease(code), figure)
      for (;;) {
        const { value, done } = await run.next()
        signal.throwIfAborted()
        if (done) return value
        onStep(value)
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
