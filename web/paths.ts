// What an address says, and every address of the app. Everything that changes what is seen is in it.

export interface ViewSearch {
  lang?: 'en' | undefined
  period?: string | undefined
  channel?: string | undefined
  q?: string | undefined
  level?: string | undefined
  sort?: string | undefined
  indicator?: string | undefined
  agency?: string | undefined
  service?: string | undefined
  grain?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

const KEYS = ['lang', 'period', 'channel', 'q', 'level', 'sort', 'indicator', 'agency', 'service', 'grain', 'from', 'to'] as const

/** Reads an address: known keys with plain text, nothing else. */
export function readSearch(given: Record<string, unknown>): ViewSearch {
  const search: ViewSearch = {}
  for (const key of KEYS) {
    const value = given[key]
    if (typeof value !== 'string' || value === '') continue
    if (key === 'lang') {
      if (value === 'en') search.lang = 'en'
    } else search[key] = value
  }
  return search
}

/** `?period=2026-09&lang=en`: plain text, as a person would write it. */
export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))

export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = KEYS.flatMap((key): [string, string][] => {
    const value = search[key]
    return typeof value === 'string' && value !== '' ? [[key, value]] : []
  })
  // `*`, `,` and `/` are harmless in a query and easier to read as they are.
  const text = new URLSearchParams(pairs).toString().replaceAll('%2C', ',').replaceAll('%2F', '/')
  return text ? `?${text}` : ''
}

/** What stays when one goes from page to page: language, period and channel. */
export const keep = ({ lang, period, channel }: ViewSearch): ViewSearch => ({ lang, period, channel })
