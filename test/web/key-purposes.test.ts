import { describe, expect, it } from 'vitest'
import { KEY_ACTIONS } from '#shared/access.ts'
import {
  KEY_PURPOSE_NAMES,
  offeredFor,
  purposesOf,
  servesAll,
  withPurpose,
} from '#web/pages/sections/key-purposes.ts'

describe('what a key is made for', () => {
  it('asks only for what keys can be made for', () => {
    for (const purpose of KEY_PURPOSE_NAMES) {
      const all = offeredFor(purpose, KEY_ACTIONS)
      expect(all.length).toBeGreaterThan(1)
      expect(purposesOf(all)).toEqual({ purposes: [purpose], single: [] })
    }
  })

  it('leaves what another purpose needs when one is taken back', () => {
    const imports = withPurpose([], 'import', true, KEY_ACTIONS)
    const both = withPurpose(imports, 'undo', true, KEY_ACTIONS)
    expect(both).toContain('import.undo')
    expect(withPurpose(both, 'undo', false, KEY_ACTIONS)).toEqual(imports)
  })

  it('is chosen in full by who may not do all of it, and told by its actions', () => {
    const offered = ['survey.read', 'due.read']
    const chosen = withPurpose([], 'read', true, offered)
    expect(servesAll('read', chosen, offered)).toBe(true)
    expect(purposesOf([...chosen, 'audit.read'])).toEqual({
      purposes: [],
      single: ['due.read', 'survey.read', 'audit.read'],
    })
  })
})
