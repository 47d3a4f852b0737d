import type { IndicatorsTexts } from '../id/indicators.ts'

export const indicators: IndicatorsTexts = {}
