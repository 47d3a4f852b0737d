import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import { codeOf } from './identity.ts'

/** Adds the column `code` to `typed`: the code of a name, by the one rule that names have codes by. */
export async function writeCodes(engine: ImportEngine, field: string): Promise<void> {
  await engine.run('alter table typed add column code varchar')
  const names = await engine.rows<{ name: string }>(
    `select distinct ${field} as name from typed where ${field} is not null`,
  )
  await engine.run('create table name_code (name varchar, code varchar)')
  for (let at = 0; at < names.length; at += 1000) {
    const values = names.slice(at, at + 1000).map(({ name }) => `(${quote(name)}, ${quote(codeOf(name))})`)
    await engine.run(`insert into name_code values ${values.join(', ')}`)
  }
  await engine.run(`update typed set code = n.code from name_code as n where n.name = typed.${field}`)
}
