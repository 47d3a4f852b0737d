import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import type {
  Draft,
  DraftEntities,
  DraftList,
  DraftPreview,
  DraftValues,
  ENTITY_KINDS,
} from '#shared/contract/draft.ts'
import type { ReadingOptions } from '#shared/contract/draft-detection.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { getJson } from './client.ts'
import { sendJson } from './send.ts'

// Imports in preparation. What is asked again while something runs is the draft itself; the rest hangs on the version
// of its mapping.

const BASE = '/api/v1/drafts'
const ASK_AGAIN_MS = 1000

export const draftPath = (id: string): string => `${BASE}/${encodeURIComponent(id)}`

export const draftsQuery = queryOptions({
  queryKey: ['drafts'],
  queryFn: ({ signal }) => getJson<DraftList>(BASE, signal),
  staleTime: 0,
})

const isRunning = (draft: Draft): boolean =>
  draft.progress !== null ||
  draft.check?.status === 'running' ||
  draft.stage === 'reading' ||
  draft.stage === 'committing'

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['drafts', id],
    queryFn: ({ signal }) => getJson<Draft>(draftPath(id), signal),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? ASK_AGAIN_MS : false),
    staleTime: 0,
  })

const ofVersion = <T>(draft: Pick<Draft, 'id' | 'mappingVersion'>, path: string) =>
  queryOptions({
    queryKey: ['drafts', draft.id, path, draft.mappingVersion],
    queryFn: ({ signal }) => getJson<T>(`${draftPath(draft.id)}/${path}`, signal),
    placeholderData: keepPreviousData,
  })

export const draftPreviewQuery = (draft: Draft) => ofVersion<DraftPreview>(draft, 'preview?rows=20')
export const draftValuesQuery = (draft: Draft, field: string) =>
  ofVersion<DraftValues>(draft, `values/${encodeURIComponent(field)}`)
export const draftEntitiesQuery = (draft: Draft, kind: (typeof ENTITY_KINDS)[number]) =>
  ofVersion<DraftEntities>(draft, `entities/${kind}`)

export interface DraftChange {
  agency?: string | null
  dataset?: Dataset
  reading?: ReadingOptions
  suggest?: 'new' | 'remembered'
}

export const createDraft = (
  files: readonly { name: string; size: number }[],
  about: { agency?: string | null; dataset?: Dataset | null } = {},
) => sendJson<Draft>('POST', BASE, { files, ...about })

/** Changes of one draft: each answers the draft as it then is, which is what the pages show from then on. */
export function draftChanges(client: QueryClient, id: string) {
  const keep = async (answer: Promise<Draft>): Promise<Draft> => {
    const draft = await answer
    client.setQueryData(['drafts', id], draft)
    return draft
  }
  const path = draftPath(id)
  return {
    change: (change: DraftChange) => keep(sendJson('PATCH', path, change)),
    putMapping: (mapping: object, version: number) =>
      keep(sendJson('PUT', `${path}/mapping`, { mapping, version })),
    check: () => keep(sendJson('POST', `${path}/check`)),
    commit: (version: number, remember: boolean) =>
      keep(sendJson('POST', `${path}/commit`, { version, remember })),
    remove: async () => {
      await sendJson<void>('DELETE', path)
      client.removeQueries({ queryKey: ['drafts', id] })
      await client.invalidateQueries({ queryKey: ['drafts'], exact: true })
    },
  }
}
