export const issues = {}

export type IssuesTexts = typeof issues
