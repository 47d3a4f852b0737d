import { describe, expect, it } from 'vitest'
import { isGuessable } from '#server/auth/password-policy.ts'

const about = { email: 'sri.wahyuni@dinkes.example.go.id', name: 'Sri Wahyuni' }

describe('a password', () => {
  it.each([
    'password1234',
    'KataSandi2026!',
    'terukur2026!!',
    'qwertyuiop12',
    '123456789012',
    'aaaaaaaaaaaa',
    'administrator1',
    'sri.wahyuni@dinkes.example.go.id',
    'wahyuni-1985',
    'Dinkes2026!!!',
    'indonesia1945',
    'ＰＡＳＳＷＯＲＤ１２３４',
  ])('%s is guessable', (password) => expect(isGuessable(password, about)).toBe(true))

  it.each(['kuda biru makan genteng', 'r7!kPq0zLm2v', 'Sri suka melukis senja', 'sawah-lonceng-88-perahu'])(
    '%s is not',
    (password) => expect(isGuessable(password, about)).toBe(false),
  )
})
