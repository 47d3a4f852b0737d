import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { useWords } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { AcceptBoard } from '../sections/releases/AcceptBoard.tsx'
import { DeskReleases } from '../sections/releases/DeskReleases.tsx'
import { FreezeProgress } from '../sections/releases/FreezeProgress.tsx'
import { PlannedReleases } from '../sections/releases/PlannedReleases.tsx'
import { SigningKeys } from '../sections/releases/SigningKeys.tsx'

/** The steward's page of releases: when they come, what agencies submitted for them, and what became of them. */
export function ReleasesPage() {
  const words = useWords({ id, en })
  useTitle(words.title)
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      <FreezeProgress />
      <PlannedReleases />
      <AcceptBoard />
      <DeskReleases />
      <SigningKeys />
    </>
  )
}
