import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { peopleQuery } from '../../api/account.ts'
import { mayDo, meQuery } from '../../api/me.ts'
import { useWords } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Notice } from '../../ui/Notice.tsx'
import { mayEverywhere } from '../sections/own-agencies.ts'
import { AcceptBoard } from '../sections/releases/AcceptBoard.tsx'
import { DeskReleases } from '../sections/releases/DeskReleases.tsx'
import { FreezeProgress } from '../sections/releases/FreezeProgress.tsx'
import { PlannedReleases } from '../sections/releases/PlannedReleases.tsx'
import { SigningKeys } from '../sections/releases/SigningKeys.tsx'

/** The steward's page of releases: when they come, what agencies submitted for them, and what became of them. A steward
 *  of some agencies sees when they come, and accepts what those submit. Of an administrator who is no steward the keys
 *  are theirs; the rest they are told whom to ask for. */
export function ReleasesPage() {
  const words = useWords({ id, en })
  const { data: me } = useQuery(meQuery)
  useTitle(words.title)
  if (!me) return null
  const isSteward = mayEverywhere(me, 'release.check')
  const mayAccept = mayDo(me, 'submission.accept')
  return (
    <>
      <h1>{words.title}</h1>
      {mayAccept && <p className="page-meta">{isSteward ? words.intro : words.introOwn}</p>}
      {isSteward && <FreezeProgress />}
      {mayAccept ? (
        <>
          <PlannedReleases mayPlan={isSteward} />
          <AcceptBoard />
        </>
      ) : (
        <ForStewards />
      )}
      {isSteward && <DeskReleases />}
      <SigningKeys />
    </>
  )
}

/** Who makes releases, for who does not. */
function ForStewards() {
  const words = useWords({ id, en })
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: me } = useQuery(meQuery)
  const maySeePeople = mayDo(me, 'member.read')
  const { data } = useQuery({ ...peopleQuery, enabled: maySeePeople })
  const stewards = data?.people.filter(
    ({ isActive, grants }) =>
      isActive && grants.some(({ role, agency }) => role === 'steward' && agency === null),
  )
  return (
    <Notice kind="info" title={words.forStewards}>
      {stewards && (
        <p>
          {stewards.length > 0
            ? words.stewardsAre(stewards.map(({ name }) => name).join(', '))
            : words.stewardsNone}
        </p>
      )}
      <p>
        {maySeePeople && (
          <>
            <Link to={'/admin/people' as never} search={keep(search) as never}>
              {words.makeSteward}
            </Link>
            {' · '}
          </>
        )}
        <Link to={'/releases' as never} search={keep(search) as never}>
          {words.seePublished}
        </Link>
      </p>
    </Notice>
  )
}
