export const server = {}

export type ServerTexts = typeof server
