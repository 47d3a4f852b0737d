import type { IssuesTexts } from '../id/issues.ts'

export const issues: IssuesTexts = {}
