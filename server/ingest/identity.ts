// Agencies and services by the words of a file: looked up as code, then as exact name, then created.

export interface Entity {
  code: string
  name: string
}

export interface ResolvedEntity extends Entity {
  isNew: boolean
}

/** Files of a release are named by codes of agencies: with a number behind and an ending, no disk takes longer ones. */
const LONGEST = 190

/** Codes that no agency is given: files of this name in a release are those of everything together. */
const TAKEN: ReadonlySet<string> = new Set(['together'])

/** Code of a name: NFKD without marks, lower case, other runs → `-`, trimmed; empty → `x`. */
export function codeOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+/g, '')
    .slice(0, LONGEST)
    .replaceAll(/-+$/g, '')
  return plain === '' ? 'x' : plain
}

/** A growing list of known entities that values are resolved against, in order of first appearance. */
export class EntityBook {
  readonly #byCode = new Map<string, ResolvedEntity>()
  readonly #byName = new Map<string, ResolvedEntity>()
  readonly #taken: ReadonlySet<string>

  constructor(known: readonly Entity[], kind?: 'agency' | 'service' | 'indicator') {
    this.#taken = kind === 'agency' ? TAKEN : new Set()
    for (const { code, name } of known) this.#add({ code, name, isNew: false })
  }

  /** The entity of a value, created where `canCreate` allows; null when there is none. `name` is what a created one is
   *  called; a code taken by another name gets -2, -3, … */
  resolve(value: string, name: string | null, canCreate: boolean): ResolvedEntity | null {
    const known = this.#byCode.get(value) ?? this.#byName.get(value)
    if (known) return known
    const called = name ?? value
    const base = codeOf(value)
    for (let n = 1; ; n++) {
      const code = n === 1 ? base : `${base}-${n}`
      const taken = this.#byCode.get(code)
      if (taken && taken.name === called) return taken
      if (taken || this.#taken.has(code)) continue
      if (!canCreate) return null
      const created = { code, name: called, isNew: true }
      this.#add(created)
      return created
    }
  }

  #add(entity: ResolvedEntity): void {
    this.#byCode.set(entity.code, entity)
    if (!this.#byName.has(entity.name)) this.#byName.set(entity.name, entity)
  }
}
