import type { ActionName } from '#shared/access.ts'

// What keys are made for, in the words of who makes one: each stands for the single actions it takes.

/** What an import may make and needs to look at on its way. */
const IMPORT: readonly ActionName[] = [
  'import.prepare',
  'import.commit',
  'import.read',
  'agency.create',
  'service.create',
]

export const KEY_PURPOSE_NAMES = [
  'pushCases',
  'pushSurveys',
  'pushComplaints',
  'pushOthers',
  'import',
  'undo',
  'read',
] as const
type KeyPurpose = (typeof KEY_PURPOSE_NAMES)[number]

const KEY_PURPOSES: Record<KeyPurpose, readonly ActionName[]> = {
  pushCases: ['case.push', 'case.find', 'case.delete'],
  pushSurveys: ['survey.push', 'survey.find', 'survey.delete'],
  pushComplaints: ['complaint.push', 'complaint.find', 'complaint.delete'],
  pushOthers: [
    'value.push',
    'value.delete',
    'target.push',
    'target.delete',
    'cost.push',
    'cost.delete',
    'innovation.push',
    'innovation.delete',
  ],
  import: IMPORT,
  undo: ['import.read', 'import.undo'],
  read: ['figures.see-live', 'figures.see-hidden', 'due.read', 'submission.read', 'survey.read'],
}

/** The actions of a purpose that are offered at all; empty: it cannot be chosen. */
export const offeredFor = (purpose: KeyPurpose, offered: readonly string[]): ActionName[] =>
  KEY_PURPOSES[purpose].filter((action) => offered.includes(action))

/** What a key is for: purposes that it serves in full, and single actions that none of these stands for. */
export function purposesOf(actions: readonly string[]): { purposes: KeyPurpose[]; single: string[] } {
  const full = KEY_PURPOSE_NAMES.filter((purpose) =>
    KEY_PURPOSES[purpose].every((action) => actions.includes(action)),
  )
  const told = new Set<string>(full.flatMap((purpose) => KEY_PURPOSES[purpose]))
  return { purposes: full, single: actions.filter((action) => !told.has(action)) }
}

/** The actions that are chosen when a purpose is taken or left: one that another chosen purpose needs stays. */
export function withPurpose(
  chosen: readonly string[],
  purpose: KeyPurpose,
  isTaken: boolean,
  offered: readonly string[],
): string[] {
  const own = offeredFor(purpose, offered)
  if (isTaken) return [...new Set([...chosen, ...own])]
  const kept = new Set<string>(
    KEY_PURPOSE_NAMES.filter((other) => other !== purpose && servesAll(other, chosen, offered)).flatMap(
      (other) => KEY_PURPOSES[other],
    ),
  )
  return chosen.filter((action) => kept.has(action) || !own.includes(action as ActionName))
}

/** Whether everything that is offered of a purpose is chosen. */
export const servesAll = (
  purpose: KeyPurpose,
  chosen: readonly string[],
  offered: readonly string[],
): boolean => offeredFor(purpose, offered).every((action) => chosen.includes(action))
