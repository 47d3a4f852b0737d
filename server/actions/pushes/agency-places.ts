import { type Entity, EntityBook } from '#server/ingest/identity.ts'
import type { Directory, DirectoryAgency, DirectoryService } from '#server/readings/directory.ts'
import { DEMO_SOURCE } from '../imports/remove-demo.ts'

/** Demo agencies go with the demo: real facts are not matched with them. */
export const isReal = (entity: { source: string }): boolean => entity.source !== DEMO_SOURCE

/** Agencies by the words of records, with the line from each up to the top. */
export class AgencyPlaces {
  readonly #directory: Directory
  readonly #agencies: EntityBook
  readonly #services: EntityBook
  readonly #lines = new Map<DirectoryAgency, string[]>()

  constructor(directory: Directory) {
    this.#directory = directory
    const books = bookOf(directory)
    this.#agencies = books.agencies
    this.#services = books.services
  }

  find(value: string | undefined): DirectoryAgency | null {
    const found = value === undefined ? null : this.#agencies.resolve(value.trim(), null, false)
    return found ? (this.#directory.agencyByCode.get(found.code) ?? null) : null
  }

  findService(value: string | undefined): DirectoryService | null {
    const found = value === undefined ? null : this.#services.resolve(value.trim(), null, false)
    return found ? (this.#directory.serviceByCode.get(found.code) ?? null) : null
  }

  lineOf(agency: DirectoryAgency): string[] {
    let line = this.#lines.get(agency)
    if (!line) {
      line = []
      for (let at: DirectoryAgency | undefined = agency; at && !line.includes(at.code); ) {
        line.push(at.code)
        at = this.#directory.agencyById.get(at.parentId ?? 0)
      }
      this.#lines.set(agency, line)
    }
    return line
  }
}

const books = new WeakMap<Directory, { agencies: EntityBook; services: EntityBook }>()

function bookOf(directory: Directory) {
  let found = books.get(directory)
  if (!found) {
    const of = (all: readonly (Entity & { source: string })[]) => new EntityBook(all.filter(isReal))
    found = { agencies: of(directory.agencies), services: of(directory.services) }
    books.set(directory, found)
  }
  return found
}
