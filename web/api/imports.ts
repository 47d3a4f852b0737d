import { queryOptions } from '@tanstack/react-query'
import type { Dataset, ImportResult, ImportStatus } from '#shared/contract/import.ts'
import type { UndoResult, UndoStatus } from '#shared/contract/undo.ts'
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
  /** an undo of it runs, or the last one failed */
  undo: 'running' | 'failed' | null
  result: Pick<ImportResult, 'rows' | 'accepted' | 'from' | 'to'> & { files?: string[] }
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

const undoPath = (id: string) => `${BASE}/${encodeURIComponent(id)}/undo`

/** How the undo of a large import is getting on. */
export const undoQuery = (id: string) =>
  queryOptions({
    queryKey: ['undos', id],
    queryFn: ({ signal }) => getJson<UndoStatus>(undoPath(id), signal),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? ASK_AGAIN_MS : false),
    staleTime: 0,
  })

/** Of a small import what was undone, of a large one how it is getting on. */
export const undoImport = (id: string) => sendJson<UndoResult | UndoStatus>('POST', undoPath(id))
