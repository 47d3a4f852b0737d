import { sql } from 'kysely'
import { columns, type Sql } from './sql.ts'

// The scopes that have finished rows. Everything together is made of the services, so those come first.

export interface ScopeKind {
  /** its number, in the order in which durations are merged */
  kind: number
  /** months (agency_id, service_id, starts_on) of its scopes that cells (agency_id, service_id, month) go into */
  above(cells: Sql): Sql
  /** joins rows x of a cell table with the months t that they go into */
  join(months: Sql): Sql
  /** where a month's digests are merged from */
  digests: Sql
  /** what splits many of those rows into steps */
  stepBy: 'agency_id' | 'service_id'
}

const services: ScopeKind = {
  kind: 1,
  above: (cells) => sql`select distinct 0 as agency_id, service_id, month as starts_on from ${cells}`,
  join: (months) => sql`join ${months} as t on t.service_id = x.service_id and t.starts_on = x.month`,
  digests: sql`duration_cell`,
  stepBy: 'agency_id',
}

const everything: ScopeKind = {
  kind: 2,
  above: (cells) => sql`select distinct 0 as agency_id, 0 as service_id, month as starts_on from ${cells}`,
  join: (months) => sql`join ${months} as t on t.starts_on = x.month`,
  digests: sql`(select * from scope_digest where agency_id = 0 and service_id <> 0)`,
  stepBy: 'service_id',
}

const agencies: ScopeKind = {
  kind: 3,
  above: (cells) => sql`select distinct c.ancestor_id as agency_id, 0 as service_id, t.month as starts_on
    from (select distinct agency_id, month from ${cells}) as t
    join agency_closure as c on c.agency_id = t.agency_id and c.ancestor_id <> 0`,
  join: (months) => sql`join agency_closure as c on c.agency_id = x.agency_id
    join ${months} as t on t.agency_id = c.ancestor_id and t.starts_on = x.month`,
  digests: sql`duration_cell`,
  stepBy: 'agency_id',
}

export const SCOPE_KINDS: readonly ScopeKind[] = [services, everything, agencies]

/** Whether the months of a scope s are kept in scope_digest, because they are more than its own cells. */
export const isScopeKept: Sql = sql`(s.agency_id = 0 or s.agency_id in (select c.ancestor_id from agency_closure as c
  join (select distinct agency_id from duration_cell) as d on d.agency_id = c.agency_id
  where c.depth > 0 and c.ancestor_id <> 0))`

/** Columns of a scope's month. */
export const SCOPE_MONTH = columns(['agency_id', 'service_id', 'starts_on'])
