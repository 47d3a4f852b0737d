// Releases. What one holds never changes; of consecutive releases that say the same it is stored once, from the first
// that says it up to (not including) the one that says otherwise.

export interface ReleaseTable {
  releaseId: string
  code: string
  /** rises by 1 */
  sequence: number
  kind: 'regular' | 'revision'
  /** first day of the first month, and of the last */
  startsOn: string
  through: string
  replaces: string | null
  reason: string | null
  frozenAt: string
  frozenBy: string
  /** seen by everybody from here on */
  publishAt: string
  /** canonical JSON of a ReleaseManifest */
  manifest: string
  sha256: string
  /** Ed25519 of the manifest, base64 */
  signature: string
  keyId: string
  /** schema with the tables that questions about this release are answered from; null: not kept any more */
  world: string | null
}

/** A document of a release other than its lines. */
export interface ReleasePartTable {
  /** 0: of all together */
  agencyId: number
  releaseId: string
  name: string
  sha256: string
  bytes: number
  /** null: made of lines */
  body: string | null
}

/** A line of `readings/…` or `cells/…`, see contract/release.ts. */
export interface ReleaseLineTable {
  /** 0: all together */
  agencyId: number
  part: 'readings' | 'cells'
  /** of readings: the indicator; of cells: the kind of cell */
  indicator: string
  /** '': all services together */
  service: string
  grain: string
  /** '' of a line that is not of one calendar year */
  year: string
  fromSequence: number
  /** first sequence that does not hold it; null: the newest holds it */
  toSequence: number | null
  body: string
}

/** A figure that a release says differently from the one before. */
export interface ReleaseChangeTable {
  agencyId: number
  releaseId: string
  position: number
  indicator: string
  service: string
  grain: string
  period: string
  /** canonical JSON of a FigureChange */
  body: string
}

/** What later releases need in order not to give away what this one hides. Never shown. */
export interface ReleaseSecretTable {
  agencyId: number
  releaseId: string
  body: string
}

/** Public keys that releases were signed with. */
export interface ReleaseKeyTable {
  keyId: string
  /** raw, base64 */
  publicKey: string
  createdAt: string
  retiredAt: string | null
  /** signature of the new key by the one before: base64 of Ed25519 over the text of the public key; null: the first */
  endorsement: string | null
  previousKeyId: string | null
}

/** The calendar of coming releases. */
export interface PlannedReleaseTable {
  planId: string
  through: string
  publishAt: string
  submitBy: string | null
  note: string | null
  releaseId: string | null
  cancelledAt: string | null
  createdBy: string
  createdAt: string
}

/** How far the figures of an agency are on their way to a release. */
export interface SubmissionTable {
  agencyId: number
  /** first day of the month */
  month: string
  state: 'submitted' | 'accepted' | 'change-requested'
  /** when the latest delivery for the month came that it was submitted with */
  deliveredAt: string | null
  /** a digest of the month's figures as submitted: where they come out otherwise, it is to be submitted again */
  figures: string | null
  changedAt: string
  changedBy: string
  reason: string | null
}

export interface SubmissionEventTable extends SubmissionTable {
  eventId: string
}

/** What a person is told in the product; a job writes the mail about it. */
export interface NoteTable {
  noteId: string
  memberId: string
  kind: string
  /** JSON: NoteAbout */
  about: string
  madeAt: string
  readAt: string | null
  /** null: the mail is not written yet */
  mailedAt: string | null
}

/** What everybody concerned has been told of, each once. */
export interface ToldNewsTable {
  subject: string
  toldAt: string
}

/** What an agency shows of itself before a release. */
export interface AgencyPublicationTable {
  agencyId: number
  showsProvisional: boolean
}
