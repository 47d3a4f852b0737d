const KEY = 'terukur-theme'
export type Theme = 'light' | 'dark'

/** Where a browser keeps nothing for us, it says so by throwing. */
function chosen(): Theme | null {
  try {
    const kept = localStorage.getItem(KEY)
    return kept === 'light' || kept === 'dark' ? kept : null
  } catch {
    return null
  }
}

/** The theme in force: the one chosen, else the system's. */
export const currentTheme = (): Theme =>
  chosen() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

export function applyTheme(theme: Theme = currentTheme()): void {
  document.documentElement.dataset.theme = theme
}

export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // It then lasts as long as the page.
  }
  applyTheme(theme)
}
