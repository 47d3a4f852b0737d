// Who may do what, and where: the one place of permission. A person holds grants; a grant is a role in an agency with
// everything below it, or in the whole instance. What can be done has a name, and a line here; what has no line cannot
// be done by anybody.

/** viewer: sees what is not public · contributor: delivers · approver: submits for release · steward: agencies,
 *  definitions, calendars · administrator: people, keys, settings */
export const ROLES = ['viewer', 'contributor', 'approver', 'steward', 'administrator'] as const
export type Role = (typeof ROLES)[number]

export interface Grant {
  role: Role
  /** code of an agency, which stands for it and everything below; null: the whole instance */
  agency: string | null
}

export type ActorKind = 'anonymous' | 'person' | 'key' | 'link' | 'command-line' | 'system'

/** Who does something. */
export interface Actor {
  kind: ActorKind
  /** what tells it apart within its kind: id of a person, of a key, of a link */
  id: string
  /** what a person reads */
  name: string
  grants: readonly Grant[]
  /** only these, of what the grants allow; null: all of it */
  only: readonly ActionName[] | null
}

/** `everyone`: visitors as well · `person`: whoever is signed in, about their own account · else the roles */
type May = 'everyone' | 'person' | readonly Role[]

const MEMBERS: May = ROLES
const DELIVERERS: May = ['contributor', 'approver', 'steward']
const APPROVERS: May = ['approver', 'steward']
const STEWARDS: May = ['steward']
const ADMINISTRATORS: May = ['administrator']
/** What keeps the instance running. */
const KEEPERS: May = ['administrator', 'steward']

/** Everything that can be done, and by whom. */
export const RIGHTS = {
  'account.change': 'person',
  'account.read': 'person',
  'account.set-mail-language': 'person',
  // What an import may make on its way: agencies below one's own only.
  'agency.create': DELIVERERS,
  'agency.set': STEWARDS,
  'audit.read': KEEPERS,
  'calendar.assign': STEWARDS,
  'calendar.create': STEWARDS,
  'calendar.remove-exception': STEWARDS,
  'calendar.set-exception': STEWARDS,
  'calendar.set-holidays': STEWARDS,
  'calendar.set-pattern': STEWARDS,
  'case.delete': DELIVERERS,
  'case.find': DELIVERERS,
  'case.push': DELIVERERS,
  'cells.rebuild': KEEPERS,
  'complaint-class.set': STEWARDS,
  'complaint.delete': DELIVERERS,
  'complaint.find': DELIVERERS,
  'complaint.push': DELIVERERS,
  'composite.set': STEWARDS,
  'cost.delete': DELIVERERS,
  'cost.push': DELIVERERS,
  'database.back-up': ADMINISTRATORS,
  'database.check': KEEPERS,
  'database.move': ADMINISTRATORS,
  'demo.load': KEEPERS,
  'desk.see': MEMBERS,
  'due.read': MEMBERS,
  'expectation.excuse': STEWARDS,
  'expectation.remove': STEWARDS,
  'expectation.remove-excuse': STEWARDS,
  'expectation.set': STEWARDS,
  'explanation.remove': DELIVERERS,
  'explanation.set': DELIVERERS,
  // Figures about fewer people than everybody is shown, of one's own agencies.
  'figures.see-hidden': MEMBERS,
  // What was delivered of one's own agencies, before it is released.
  'figures.see-live': MEMBERS,
  'import.commit': DELIVERERS,
  'import.prepare': DELIVERERS,
  'import.read': DELIVERERS,
  'import.undo': DELIVERERS,
  'indicator.create': STEWARDS,
  'innovation.delete': DELIVERERS,
  'innovation.push': DELIVERERS,
  'innovation.remove': DELIVERERS,
  'innovation.set': DELIVERERS,
  'innovation.verify': STEWARDS,
  'invitation.accept': 'everyone',
  'invitation.create': ADMINISTRATORS,
  'invitation.revoke': ADMINISTRATORS,
  'key.create': ADMINISTRATORS,
  'key.create-own': 'person',
  'key.read': ADMINISTRATORS,
  'key.revoke': ADMINISTRATORS,
  'key.revoke-all-own': 'person',
  'key.revoke-own': 'person',
  'link.create': DELIVERERS,
  'link.revoke': DELIVERERS,
  'mail.read': ADMINISTRATORS,
  'member.activate': ADMINISTRATORS,
  'mapping.forget': DELIVERERS,
  'mapping.rename': DELIVERERS,
  'member.change-grants': ADMINISTRATORS,
  'member.deactivate': ADMINISTRATORS,
  'member.enrol': ADMINISTRATORS,
  'member.read': ADMINISTRATORS,
  'member.reset-password': ADMINISTRATORS,
  'note.mark-read': 'person',
  'note.read': 'person',
  'plan.close': DELIVERERS,
  'plan.read-history': MEMBERS,
  'plan.set': DELIVERERS,
  'publication.set-provisional': APPROVERS,
  'release.cancel': STEWARDS,
  'release.cancel-plan': STEWARDS,
  'release.check': STEWARDS,
  'release.freeze': STEWARDS,
  'release.move': STEWARDS,
  'release.plan': STEWARDS,
  'release.revise': STEWARDS,
  'release.rotate-key': ADMINISTRATORS,
  'reminder.request': STEWARDS,
  'reminder.set-rule': STEWARDS,
  'reminder.stop': 'everyone',
  'reminder.want': 'person',
  'retention.set': ADMINISTRATORS,
  'person.correct': ADMINISTRATORS,
  'person.erase': ADMINISTRATORS,
  'person.show': ADMINISTRATORS,
  'series.rebaseline': STEWARDS,
  'series.remove-rebaseline': STEWARDS,
  'service.create': DELIVERERS,
  'service.set': STEWARDS,
  'standard.remove': STEWARDS,
  'standard.set': STEWARDS,
  'submission.accept': STEWARDS,
  'submission.ask-change': STEWARDS,
  'submission.read': MEMBERS,
  'submission.submit': APPROVERS,
  'survey.answer': 'everyone',
  'survey.delete': DELIVERERS,
  'survey.find': DELIVERERS,
  'survey.push': DELIVERERS,
  'survey.read': MEMBERS,
  'survey.set-form': DELIVERERS,
  'target.copy': DELIVERERS,
  'target.delete': DELIVERERS,
  'target.push': DELIVERERS,
  'target.read-history': MEMBERS,
  'target.remove': DELIVERERS,
  'target.set': DELIVERERS,
  'value.delete': DELIVERERS,
  'value.push': DELIVERERS,
  'values.enter': DELIVERERS,
  'webhook.create': ADMINISTRATORS,
  'webhook.ping': ADMINISTRATORS,
  'webhook.read': ADMINISTRATORS,
  'webhook.remove': ADMINISTRATORS,
  'webhook.resend': ADMINISTRATORS,
  'webhook.resume': ADMINISTRATORS,
} as const satisfies Record<string, May>

export type ActionName = keyof typeof RIGHTS

/** What a key can be made for: not the keeping of people and keys, which asks for a person. */
export const KEY_ACTIONS = (Object.keys(RIGHTS) as ActionName[]).filter(
  (action) => Array.isArray(RIGHTS[action]) && !/^(member|invitation|key)\./.test(action),
)

const mayOf = (action: ActionName): May => RIGHTS[action]

/** Where something is done: in the instance as a whole, in one's own account, or in agencies, each given as the line of
 *  codes from itself up to the top. */
export type Place = 'instance' | 'self' | readonly (readonly string[])[]

/** Whether an actor may do an action in a place: in all of it, not in a part. */
export function can(actor: Actor, action: ActionName, place: Place): boolean {
  if (actor.only && !actor.only.includes(action)) return false
  const may = mayOf(action)
  if (may === 'everyone') return true
  if (may === 'person') return actor.kind === 'person' && place === 'self'
  const grants = actor.grants.filter(({ role }) => may.includes(role))
  // No agency is nowhere in particular, so everywhere.
  if (typeof place === 'string' || place.length === 0) return grants.some(({ agency }) => agency === null)
  return place.every((line) => grants.some(({ agency }) => agency === null || line.includes(agency)))
}

/** What an actor may do somewhere, for menus; whether it may do it in a certain place, `can` says. */
export const actionsOf = (actor: Actor): ActionName[] =>
  (Object.keys(RIGHTS) as ActionName[]).filter((action) => {
    if (actor.only && !actor.only.includes(action)) return false
    const may = mayOf(action)
    if (typeof may === 'string') return may === 'everyone' || actor.kind === 'person'
    return actor.grants.some(({ role }) => may.includes(role))
  })

const EVERYWHERE: readonly Grant[] = [
  { role: 'administrator', agency: null },
  { role: 'steward', agency: null },
]

export const ANONYMOUS: Actor = {
  kind: 'anonymous',
  id: 'anonymous',
  name: 'anonymous',
  grants: [],
  only: null,
}

/** Whoever can read the server's own file, which is its owner. */
export const COMMAND_LINE: Actor = {
  kind: 'command-line',
  id: 'command line',
  name: 'command line',
  grants: EVERYWHERE,
  only: null,
}

/** The product itself: starts, jobs. */
export const systemActor = (id: string): Actor => ({
  kind: 'system',
  id,
  name: id,
  grants: EVERYWHERE,
  only: null,
})

/** How the audit log names an actor. */
export const actorText = ({ kind, id }: Actor): string =>
  kind === 'system' || kind === 'command-line' || kind === 'anonymous' ? id : `${kind}:${id}`
