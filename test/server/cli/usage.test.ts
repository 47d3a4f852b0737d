import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHECKS } from '#server/readings/check-invariants.ts'
import { commandText } from '#shared/i18n/command-text.ts'
import { type CommandHome, openCommandHome } from '#test/support/command.ts'

// Wrong calls: exit code 2, what is wrong, and the help. Nothing is opened.

let home: CommandHome
beforeAll(async () => {
  home = await openCommandHome()
})
afterAll(() => home.remove())

const COMMANDS = ['import', 'readings', 'serve', 'migrate', 'demo', 'rebuild', 'doctor', 'move']

test.concurrent('--help lists every command, and each has its own', async () => {
  const all = await home.run(['--help'])
  expect(all).toMatchObject({ code: 0, stderr: '' })
  const each = await Promise.all(COMMANDS.map((name) => home.run([name, '--help'])))
  COMMANDS.forEach((name, i) => {
    expect(all.stdout).toContain(`  ${name} `)
    expect(each[i], name).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(`^terukur ${name}`),
    })
  })
})

test('what doctor checks has its words in both languages', () => {
  const { invariant } = commandText('id')
  expect(Object.keys(CHECKS).filter((said) => invariant(said) === said)).toEqual([])
})

test.concurrent('help is Indonesian, unless --lang or the environment asks for English', async () => {
  const id = { LANG: 'id_ID.UTF-8' }
  const [all, one, asked, set, plain, wrong] = await Promise.all([
    home.run(['--help'], id),
    home.run(['doctor', '--help'], id),
    home.run(['doctor', '--help', '--lang', 'en'], id),
    home.run(['doctor', '--help'], { ...id, TERUKUR_LANG: 'en' }),
    home.run(['doctor', '--help'], { LANG: '' }),
    home.run(['migrate', 'now', '--lang=id']),
  ])
  expect(all.stdout).toMatch(
    /^terukur PERINTAH[\s\S]*\n {2}doctor {5}memeriksa setiap ketentuan basis data\n/,
  )
  for (const { stdout } of [one, plain]) expect(stdout).toContain('Kode keluar 1 bila ada yang salah.')
  for (const { stdout } of [asked, set]) expect(stdout).toContain('Exit code 1 when something is wrong.')
  expect(wrong).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/“now” tidak diharapkan di sini\n\nterukur migrate/),
  })
})

describe.concurrent('wrong usage ends with 2', () => {
  test.each<[string, string[], string]>([
    ['nothing asked', [], 'terukur COMMAND'],
    ['an unknown command', ['improt'], 'There is no command “improt”.'],
    [
      'an unknown dataset',
      ['import', 'case', 'x.csv', '--mapping', 'm.json'],
      'DATASET must be one of cases, surveys',
    ],
    ['no file', ['import', 'cases', '--mapping', 'm.json'], 'Name at least one file.'],
    ['no mapping', ['import', 'cases', 'x.csv'], 'Name the mapping with --mapping FILE.'],
    ['an unknown option', ['import', 'cases', 'x.csv', '--maping', 'm.json'], "Unknown option '--maping'"],
    ['an unknown option elsewhere', ['doctor', '--verbose'], "Unknown option '--verbose'"],
    ['too many words', ['migrate', 'now'], "Unexpected argument 'now'"],
    ['nowhere to move to', ['move'], 'Name where to move with --to postgres://…'],
    ['an address that is none', ['move', '--to', 'mysql://here/x'], '--to must be postgres://'],
    ['a server with options', ['serve', '--port', '1'], "Unknown option '--port'"],
  ])('%s', async (_, args, message) => {
    const result = await home.run(args)
    expect(result.code).toBe(2)
    expect(result.stdout + result.stderr).toContain(message)
    expect(result.stdout + result.stderr).toContain('terukur')
    expect(result.stderr).not.toMatch(/\n\s+at /)
  })
})

test.concurrent.each<[string, string[], number, string]>([
  ['a wrong call', ['import', 'case', 'x.csv', '--mapping', 'm.json', '--json'], 2, 'DATASET must be one of'],
  ['an unknown command', ['improt', '--json'], 2, 'There is no command'],
  ['what cannot be done', ['verify', 'nowhere', '--json'], 1, 'nowhere'],
])('--json tells %s as the one value on stdout', async (_, args, code, message) => {
  const result = await home.run(args)
  expect(result.code).toBe(code)
  const { error } = JSON.parse(result.stdout) as { error: { code: string; message: string } }
  expect(error.message).toContain(message)
})
