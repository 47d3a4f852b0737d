import { z } from 'zod'

export type UndoImport = z.infer<typeof UndoImport>

export const UndoImport = z.object({
  importId: z.string(),
  /** codes of the agencies that it wrote facts of, as the server keeps them */
  agencies: z.array(z.string()),
})

/** What an undo took back. */
export interface UndoResult {
  id: string
  /** facts that are gone */
  removed: number
  /** facts that are as they were before the import */
  restored: number
  /** codes of what the import had created and nobody else uses: gone with it */
  agencies: string[]
  services: string[]
  indicators: string[]
  /** the import had removed the demo data, which does not come back */
  demoStaysRemoved: boolean
}

/** How the undo of a large import is getting on. */
export interface UndoStatus {
  id: string
  status: 'running' | 'done' | 'failed'
  progress: { phase: string; fraction: number | null } | null
  result: UndoResult | null
  error: string | null
}
