import { listReleaseWorlds, type PublishedRelease, publicAt } from '#server/db/queries/releases.ts'
import { Refusal } from '#shared/refusal.ts'
import { openReleasedWorld } from './released-world.ts'
import type { World } from './world.ts'

/** The worlds of what is public. Which one that is, is judged anew at every question by the clock, so that a release is
 *  there for everybody at its instant, whether anything is written then or the server was started after it. */
export class PublicWorlds {
  readonly #live: World
  readonly #open = new Map<string, World>()
  #known: { version: number; releases: Promise<PublishedRelease[]> } | null = null

  constructor(live: World) {
    this.#live = live
  }

  /** The world of the newest release that is public at an instant; null: nothing has been released.
   *  @throws Refusal `unavailable` when its tables are not kept */
  async at(now: string): Promise<World | null> {
    const release = publicAt(await this.#releases(), now)
    if (!release) return null
    const { world: schema, ...rest } = release
    if (schema === null) throw new Refusal('unavailable', 'release-world-gone', { code: release.code })
    let world = this.#open.get(release.releaseId)
    if (!world) {
      world = openReleasedWorld(this.#live.db, { ...rest, schema }, this.#live.db.read)
      // What was public before it is read by those alone who have begun to.
      this.#open.clear()
      this.#open.set(release.releaseId, world)
    }
    return world
  }

  /** Every freeze raises the version of the data. */
  async #releases(): Promise<PublishedRelease[]> {
    const version = await this.#live.version()
    if (this.#known?.version !== version) {
      const releases = listReleaseWorlds(this.#live.db.read)
      this.#known = { version, releases }
      releases.catch(() => {
        this.#known = null
      })
    }
    return this.#known.releases
  }
}
