import type { Actor, Role } from '#shared/access.ts'

// Who did what in the invented data. They are roles and no people: there is no account behind them that anybody could
// sign in to, they are in no list of members and get no mail. What they are called is what the audit log and the pages
// show, so that nobody takes them for somebody.

const NAMES = {
  contributor: 'Pengirim / contributor',
  approver: 'Pemeriksa / approver',
  steward: 'Walidata / steward',
} as const satisfies Partial<Record<Role, string>>

/** @param agency code of where they may act, with everything below it; null: everywhere */
export function demoActor(role: keyof typeof NAMES, agency: string | null): Actor {
  const name = `${NAMES[role]} (contoh / demo)`
  return { kind: 'system', id: name, name, grants: [{ role, agency }], only: null }
}
