import { describe, expect, it } from 'vitest'
import { type Actor, ANONYMOUS, actionsOf, COMMAND_LINE, can, type Grant } from '#shared/access.ts'

const person = (...grants: Grant[]): Actor => ({ kind: 'person', id: '1', name: 'Sri', grants, only: null })
const line = ['unit', 'city', 'province']

describe('who may do what, and where', () => {
  it('gives a role in an agency and in everything below it, not above or beside', () => {
    const actor = person({ role: 'contributor', agency: 'city' })
    expect(can(actor, 'import.commit', [line])).toBe(true)
    expect(can(actor, 'import.commit', [['city', 'province']])).toBe(true)
    expect(can(actor, 'import.commit', [['province']])).toBe(false)
    expect(can(actor, 'import.commit', [['other', 'province']])).toBe(false)
    expect(can(actor, 'import.commit', [line, ['other', 'province']])).toBe(false)
    expect(can(actor, 'import.commit', 'instance')).toBe(false)
    expect(can(actor, 'import.commit', [])).toBe(false)
  })

  it('gives what the role includes, and nothing else', () => {
    expect(can(person({ role: 'viewer', agency: null }), 'import.commit', [line])).toBe(false)
    expect(can(person({ role: 'contributor', agency: null }), 'standard.set', [line])).toBe(false)
    expect(can(person({ role: 'steward', agency: null }), 'standard.set', 'instance')).toBe(true)
    expect(can(person({ role: 'steward', agency: null }), 'database.back-up', 'instance')).toBe(false)
  })

  it('gives a key no more than what it is for', () => {
    const key: Actor = { ...person({ role: 'approver', agency: null }), kind: 'key', only: ['import.read'] }
    expect(can(key, 'import.read', [line])).toBe(true)
    expect(can(key, 'import.commit', [line])).toBe(false)
    expect(actionsOf(key)).toEqual(['import.read'])
  })

  it('gives a visitor nothing that is not for everyone, and the owner of the machine everything', () => {
    expect(can(ANONYMOUS, 'import.commit', 'instance')).toBe(false)
    expect(can(COMMAND_LINE, 'database.back-up', 'instance')).toBe(true)
    expect(can(COMMAND_LINE, 'import.commit', [line])).toBe(true)
  })
})
