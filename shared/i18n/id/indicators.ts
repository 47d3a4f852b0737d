export const indicators = {}

export type IndicatorsTexts = typeof indicators
