import type { FigureChange } from '#shared/contract/release.ts'
import type { Grain } from '#shared/time/period.ts'
import type { KnownKey, SealFault } from './check-seal.ts'
import type { Difference } from './compare-point.ts'
import type { PublishedDefinition } from './definition.ts'
import type { PublishedTarget } from './target-achievements.ts'

// What a release is checked from, and what is found there.

/** Where the documents of a release come from. A name that is not there gives null. */
export interface ReleaseSource {
  /** the release that was asked for, where one was */
  code?: string
  /** text of the signed release of a code; null: the one that is checked */
  signed(code: string | null): Promise<string | null>
  /** bytes of a part by its name in the manifest; of one with more than `bytes` no more than show that it has */
  part(name: string, bytes?: number): Promise<Uint8Array<ArrayBuffer> | null>
  /** public keys of the instance */
  keys(): Promise<readonly KnownKey[]>
  /** documents of another release of the instance, where they are at hand */
  other?(code: string): Promise<ReleaseSource | null>
}

/** A figure of a release by its names; null: everything, or all services, together. */
export interface FigureName {
  indicator: string
  agency: string | null
  service: string | null
  grain: Grain
  period: string
}

export type Finding =
  | { code: SealFault; part: string }
  | {
      code: 'part-missing' | 'part-hash' | 'part-unreadable' | 'part-twice' | 'named-twice'
      part: string
      expected?: string
      found?: string
    }
  /** `line`: 1 for the first */
  | {
      code:
        | 'cell-unsound'
        | 'line-unreadable'
        | 'line-not-canonical'
        | 'line-twice'
        | 'unknown-indicator'
        | 'unknown-agency'
        | 'unplaced-agency'
      part: string
      line: number
    }
  /** the manifest says of the parts what they do not hold */
  | { code: 'manifest-differs'; part: string; differences: ManifestDifference[] }
  /** it comes out of the cells; or it differs from the release before and is not in the log of changes */
  | { code: 'figure-missing' | 'change-missing'; part: string; figure: FigureName }
  /** the log of changes says of a figure what the releases do not */
  | { code: 'change-differs'; part: string; line: number; figure: FigureName }
  | {
      code: 'figure-differs'
      part: string
      line: number
      figure: FigureName
      differences: Difference[]
    }

export interface ManifestDifference extends Omit<Difference, 'field'> {
  field: 'agencies' | 'readings' | 'changed' | 'asOf'
}

/** What the log of changes was held against: `first`, there is no release before, so that it must be empty; `both`, both
 *  releases; `this`, the figures of this release alone, as the one before is not at hand. */
export type LogCheck = 'first' | 'both' | 'this'

export interface VerifySummary {
  code: string | null
  /** parts whose bytes are what was signed, of how many */
  parts: { same: number; all: number }
  figures: {
    /** came out the same */
    same: number
    different: number
    /** hidden, because they are of too few people */
    hidden: number
    /** shown, but resting on facts of so few people that they are not said */
    onHidden: number
  }
  /** null: it was not come to */
  log: LogCheck | null
  /** code of the release before */
  previous: string | null
  /** of the manifest; null: there is none that can be read */
  sha256: string | null
  /** name of the key that it says it was signed with */
  keyId: string | null
  findings: number
}

export type VerifyEvent =
  | { kind: 'finding'; finding: Finding }
  | { kind: 'progress'; part: string; done: number; all: number }

/** Rules of a release, as far as figures are worked out by them. */
export interface Rules {
  definitions: PublishedDefinition[]
  thresholds: { minPeople: number }
  targets: PublishedTarget[]
}

export const event = (finding: Finding): VerifyEvent => ({ kind: 'finding', finding })

/** A key of a figure within its agency. */
export const keyOf = (indicator: string, service: string, grain: string, period: string): string =>
  `${indicator}|${service}|${grain}|${period}`

export const nameOf = ({
  indicator,
  agency,
  service,
  grain,
  period,
}: FigureName | FigureChange): FigureName => ({
  indicator,
  agency,
  service,
  grain,
  period,
})
