import { queryOptions } from '@tanstack/react-query'
import type { Dataset, ImportResult, ImportStatus } from '#shared/contract/import.ts'
import { getJson } from './client.ts'
import { sendJson } from './send.ts'

const BASE = '/api/v1/imports'
const SHOWN = 10
const ASK_AGAIN_MS = 1000

export interface ImportItem {
  importId: string
  dataset: Dataset
  status: 'done' | 'rejected' | 'undone'
  importedAt: string
  /** codes */
  agencies: string[]
  isUndoable: boolean
  result: Pick<ImportResult, 'rows' | 'accepted' | 'from' | 'to'>
}

/** The latest ones. */
export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => getJson<{ items: ImportItem[] }>(`${BASE}?limit=${SHOWN}`, signal),
  staleTime: 0,
})

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => getJson<ImportStatus>(`${BASE}/${encodeURIComponent(id)}`, signal),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? ASK_AGAIN_MS : false),
  })

export const undoImport = (id: string) => sendJson<unknown>('POST', `${BASE}/${encodeURIComponent(id)}/undo`)
