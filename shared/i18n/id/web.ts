export const web = {}

export type WebTexts = typeof web
