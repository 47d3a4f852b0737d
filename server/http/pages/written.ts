import type { html } from 'hono/html'
import type { ViewSearch } from '#web/paths.ts'
import type { Asking } from './asking.ts'
import type { Language } from './language.ts'

export type Html = ReturnType<typeof html>

/** What a page says before the app has come, or without it. */
export interface Written {
  /** heading and title, as in the app */
  title: string
  /** one or two sentences: what a shared link and a search engine show */
  description: string
  body: Html
  /** the most important figure, for the preview image */
  figure?: { label: string; value: string } | undefined
  /** what of the data it shows */
  dataset?: DatasetShown | undefined
  /** what it shows is invented */
  isDemo?: boolean | undefined
}

export interface DatasetShown {
  name: string
  /** first and last day */
  from: string
  to: string
  asOf: string | null
  spatial: string
  /** code of the release */
  version?: string
  /** the same figures as files */
  downloads: { type: string; url: string }[]
  variables: string[]
}

/** What a page is written from. */
export interface PageWork {
  ask: Asking
  language: Language
  search: ViewSearch
  /** what the address names, such as the code of an agency */
  id: string
}

/** Null: there is no such thing. */
export type WritePage = (work: PageWork) => Promise<Written | null>
