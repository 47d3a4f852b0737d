import { useQuery } from '@tanstack/react-query'
import { type ActionName, can } from '#shared/access.ts'
import type { Me } from '#shared/contract/me.ts'
import type { AgencyItem } from '#shared/contract/reading.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { mayDo, meQuery } from '../../api/me.ts'

// Where the person who looks may do something. What is offered goes by it; whether it is done, the server decides.

/** The line of codes from an agency up to the top. */
function lineOf(agencies: ReadonlyMap<string, AgencyItem>, code: string): string[] {
  const line: string[] = []
  for (let at: string | null = code; at && !line.includes(at); at = agencies.get(at)?.parent ?? null)
    line.push(at)
  return line
}

const mayDoAt = (me: Me, action: ActionName, line: readonly string[]): boolean =>
  mayDo(me, action) && can({ ...me, id: '', only: null }, action, [line])

/** In the instance as a whole, not in a part of it only. */
export const mayEverywhere = (me: Me | undefined, action: ActionName): boolean =>
  me !== undefined && mayDo(me, action) && can({ ...me, id: '', only: null }, action, 'instance')

export interface OwnAgencies {
  all: readonly AgencyItem[]
  /** those where the action may be done */
  own: readonly AgencyItem[]
  /** the action may be done everywhere */
  isEverywhere: boolean
  mayAt: (code: string) => boolean
}

/** Agencies where whoever looks may do an action; undefined while that is not known. */
export function useOwnAgencies(action: ActionName): OwnAgencies | undefined {
  const { data: me } = useQuery(meQuery)
  const { data: all } = useQuery(agenciesQuery)
  if (!me || !all) return undefined
  const byCode = new Map(all.map((agency) => [agency.code, agency]))
  const mayAt = (code: string) => mayDoAt(me, action, lineOf(byCode, code))
  return {
    all,
    own: all.filter(({ code }) => mayAt(code)),
    isEverywhere: mayEverywhere(me, action),
    mayAt,
  }
}

/** The agency that a page of one's own looks at where the address names none: the topmost of one's own. */
export function firstOwn({ own, isEverywhere }: OwnAgencies): string | undefined {
  if (isEverywhere) return undefined
  const codes = new Set(own.map(({ code }) => code))
  return own.find(({ parent }) => parent === null || !codes.has(parent))?.code
}
