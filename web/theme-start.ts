import { applyTheme } from './theme.ts'

// Runs before the page is drawn, so that a chosen theme does not flash.
applyTheme()
