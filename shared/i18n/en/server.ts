import type { ServerTexts } from '../id/server.ts'

export const server: ServerTexts = {}
