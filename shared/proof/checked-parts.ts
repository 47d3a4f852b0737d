import type { ReleasePart } from '#shared/contract/release.ts'
import { canonicalJson, type Json } from './canonical.ts'
import { sha256 } from './digest.ts'
import { event, type ReleaseSource, type VerifyEvent } from './findings.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The parts that a manifest names, each read once, with its hash held against the one named. What is wrong is told and
 *  left out. */
export class CheckedParts {
  readonly #source: ReleaseSource
  readonly #named: ReadonlyMap<string, ReleasePart>
  readonly #left: Set<string>
  readonly #prefix: string
  /** parts whose bytes are what was signed */
  same = 0
  /** names of which there are several */
  readonly twice: readonly string[]
  /** the part that was asked for last, and whether its source has still to answer */
  current = ''
  isAsking = false

  /** `prefix`: before the names that are told. */
  constructor(source: ReleaseSource, parts: readonly ReleasePart[], prefix = '') {
    this.#source = source
    this.#named = new Map(parts.map((part) => [part.name, part]))
    this.#left = new Set(this.#named.keys())
    this.twice = parts.filter((part) => this.#named.get(part.name) !== part).map(({ name }) => name)
    this.#prefix = prefix
  }

  has(name: string): boolean {
    return this.#named.has(name)
  }

  /** Names of the parts that were not read yet. */
  left(): string[] {
    return [...this.#left]
  }

  /** @returns null for what is not there, is no text or was read before */
  async *text(name: string): AsyncGenerator<VerifyEvent, string | null> {
    const part = this.#named.get(name)
    if (!part || !this.#left.delete(name)) return null
    const said = this.#prefix + name
    this.current = said
    const all = this.#named.size
    if (this.#prefix === '') yield { kind: 'progress', part: name, done: all - this.#left.size - 1, all }
    this.isAsking = true
    const bytes = await this.#source.part(name, part.bytes)
    this.isAsking = false
    if (!bytes) {
      yield event({ code: 'part-missing', part: said })
      return null
    }
    const found = await sha256(bytes)
    if (found === part.sha256) this.same++
    else yield event({ code: 'part-hash', part: said, expected: part.sha256, found })
    try {
      return decoder.decode(bytes)
    } catch {
      yield event({ code: 'part-unreadable', part: said })
      return null
    }
  }

  /** A document that must be there. */
  async *json<T>(name: string): AsyncGenerator<VerifyEvent, T | null> {
    const isNamed = this.#named.has(name)
    const text = yield* this.text(name)
    if (text === null) {
      if (!isNamed) yield event({ code: 'part-missing', part: this.#prefix + name })
      return null
    }
    const value = parse<T>(text)
    if (!value) yield event({ code: 'part-unreadable', part: this.#prefix + name })
    else if (!isWrittenOnce(value, text))
      yield event({ code: 'line-not-canonical', part: this.#prefix + name, line: 1 })
    return value
  }

  /** Lines of a part with their numbers, 1 for the first. */
  async *lines<T>(name: string): AsyncGenerator<VerifyEvent, { line: number; value: T }[]> {
    const text = yield* this.text(name)
    const found: { line: number; value: T }[] = []
    for (const [i, row] of (text ?? '').split('\n').entries()) {
      if (row === '') continue
      const value = parse<T>(row)
      if (!value) yield event({ code: 'line-unreadable', part: this.#prefix + name, line: i + 1 })
      else found.push({ line: i + 1, value })
      if (value && !isWrittenOnce(value, row))
        yield event({ code: 'line-not-canonical', part: this.#prefix + name, line: i + 1 })
    }
    return found
  }
}

/** Written otherwise, another reader may take another value from it: of a name that stands there twice. */
export const isWrittenOnce = (value: unknown, text: string): boolean =>
  JSON.stringify(value) === text || canonicalJson(value as Json) === text

function parse<T>(text: string): T | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as T) : null
  } catch {
    return null
  }
}
