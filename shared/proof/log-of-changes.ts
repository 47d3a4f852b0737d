import type { FigureChange, ReleasedLine, ReleaseManifest } from '#shared/contract/release.ts'
import { lastDayOf } from '#shared/time/period.ts'
import { canonicalJson, type Json } from './canonical.ts'
import { changesOfLine } from './changes-of-line.ts'
import type { CheckedParts } from './checked-parts.ts'
import { event, type FigureName, keyOf, type LogCheck, nameOf, type VerifyEvent } from './findings.ts'

const PART = 'changes.ndjson'

/** The release before, as far as it is at hand. */
export interface Before {
  manifest: ReleaseManifest
  parts: CheckedParts
}

/** The log of changes of a release, held against the release before, agency by agency: each figure that differs is in it
 *  with what it was and what it is, and nothing else is. Without the release before: nothing in it may differ from the
 *  figures of this one. */
export class LogOfChanges {
  readonly #manifest: ReleaseManifest
  readonly #before: Before | null
  readonly #logged = new Map<string, { line: number; change: FigureChange }>()
  readonly check: LogCheck

  constructor(manifest: ReleaseManifest, before: Before | null) {
    this.#manifest = manifest
    this.#before = before
    this.check = manifest.previous === null ? 'first' : before ? 'both' : 'this'
  }

  *take(lines: readonly { line: number; value: FigureChange }[]): Generator<VerifyEvent> {
    const { code, previous, publishAt, reason } = this.#manifest
    for (const { line, value } of lines) {
      const key = changeKey(value)
      const isOfThis =
        previous !== null &&
        value.release === code &&
        value.previous === previous.code &&
        value.publishedAt === publishAt &&
        value.reason === reason
      if (!isOfThis || this.#logged.has(key)) yield differs(line, value)
      else this.#logged.set(key, { line, change: value })
    }
  }

  /** What is logged of an agency. `name`: of its part, `readings/…`. */
  async *checkScope(name: string, lines: readonly ReleasedLine[]): AsyncGenerator<VerifyEvent> {
    if (this.#before) yield* this.#compare(this.#before, name, lines)
    else if (this.#logged.size > 0) for (const line of lines) yield* this.#checkLine(line)
  }

  async *#compare(
    { manifest, parts }: Before,
    name: string,
    lines: readonly ReleasedLine[],
  ): AsyncGenerator<VerifyEvent> {
    const { code, publishAt, reason, through } = this.#manifest
    const release = { code, publishAt, reason, lastDay: lastDayOf(through) }
    const before = { code: manifest.code, lastDay: lastDayOf(manifest.through) }
    const olds = new Map((yield* parts.lines<ReleasedLine>(name)).map(({ value }) => [lineKey(value), value]))
    const pairs: [ReleasedLine | null, ReleasedLine | null][] = []
    for (const line of lines) {
      const key = lineKey(line)
      pairs.push([olds.get(key) ?? null, line])
      olds.delete(key)
    }
    for (const old of olds.values()) pairs.push([old, null])
    for (const [old, now] of pairs) {
      for (const change of changesOfLine(old, now, release, before)) {
        const key = changeKey(change)
        const logged = this.#logged.get(key)
        this.#logged.delete(key)
        if (!logged) yield event({ code: 'change-missing', part: PART, figure: nameOf(change) })
        else if (textOf(logged.change) !== textOf(change)) yield differs(logged.line, logged.change)
      }
    }
  }

  *#checkLine({ indicator, agency, service, grain, points }: ReleasedLine): Generator<VerifyEvent> {
    for (const [period, value, n, , , , , missing] of points) {
      const key = changeKey({ indicator, agency, service, grain, period })
      const logged = this.#logged.get(key)
      if (!logged) continue
      this.#logged.delete(key)
      const { line, change } = logged
      const isSame = change.new?.value === value && change.new.n === n && change.new.missing === missing
      if (!isSame || missing === 'too-few') yield differs(line, change)
    }
  }

  /** After all agencies: those that are no more, and whatever is logged of no change. */
  async *end(): AsyncGenerator<VerifyEvent> {
    const gone = this.#before?.parts.left().filter((name) => name.startsWith('readings/')) ?? []
    for (const name of gone) yield* this.checkScope(name, [])
    for (const { line, change } of this.#logged.values()) {
      // Of figures that are in no line it may say that they are gone.
      if (this.#before || change.new?.value !== null) yield differs(line, change)
    }
  }
}

const lineKey = ({ indicator, service, grain, year }: ReleasedLine): string =>
  keyOf(indicator, service ?? '', grain, year)

const changeKey = ({ indicator, agency, service, grain, period }: FigureName): string =>
  `${agency ?? ''}|${keyOf(indicator, service ?? '', grain, period)}`

const textOf = (change: FigureChange): string => canonicalJson(change as unknown as Json)

const differs = (line: number, change: FigureChange): VerifyEvent =>
  event({ code: 'change-differs', part: PART, line, figure: nameOf(change) })
