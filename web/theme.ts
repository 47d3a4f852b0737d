const KEY = 'terukur-theme'
export type Theme = 'light' | 'dark'

const chosen = (): Theme | null => {
  const kept = localStorage.getItem(KEY)
  return kept === 'light' || kept === 'dark' ? kept : null
}

/** The theme in force: the one chosen, else the system's. */
export const currentTheme = (): Theme =>
  chosen() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

export function applyTheme(): void {
  document.documentElement.dataset.theme = currentTheme()
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  applyTheme()
}
