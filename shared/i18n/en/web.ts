import type { WebTexts } from '../id/web.ts'

export const web: WebTexts = {}
