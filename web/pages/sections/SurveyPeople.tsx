import { useQuery } from '@tanstack/react-query'
import type { Question } from '#shared/contract/survey-answer.ts'
import type { SurveyResults } from '#shared/contract/survey-results.ts'
import { survey as en } from '#shared/i18n/en/desk/survey.ts'
import { surveyForm as formEn } from '#shared/i18n/en/survey-form.ts'
import { survey as id } from '#shared/i18n/id/desk/survey.ts'
import { surveyForm as formId } from '#shared/i18n/id/survey-form.ts'
import { servicesQuery } from '../../api/entities.ts'
import { useLanguage, useWords } from '../../i18n.tsx'

/** What citizens wrote, and who they were in coarse groups: for the agency alone. */
export function SurveyPeople({ results }: { results: SurveyResults }) {
  const words = useWords({ id, en })
  const form = useWords({ id: formId, en: formEn })
  const { format, nameOf } = useLanguage()
  const { data: services = [] } = useQuery(servicesQuery)
  const names = new Map(services.map((service) => [service.code, nameOf(service)]))
  const { remarks, profile } = results
  const isHeard = profile.questions.some(({ bands }) => bands.some(({ n }) => n !== 0))
  return (
    <>
      <section aria-labelledby="remarks">
        <h2 id="remarks">{words.remarks}</h2>
        <p>{words.remarksWhy}</p>
        {remarks.length === 0 ? (
          <p>{words.remarksNone}</p>
        ) : (
          <ul className="plans">
            {remarks.map(({ remark, month, service }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: remarks have no name, on purpose
              <li key={i} className="plan">
                <p className="address">{remark}</p>
                <p className="muted">
                  {[service && (names.get(service) ?? service), format.period(month)]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </li>
            ))}
          </ul>
        )}
      </section>
      {isHeard && (
        <section aria-labelledby="profile">
          <h2 id="profile">{words.profile(String(profile.year))}</h2>
          <p>{words.profileWhy}</p>
          {profile.questions.map(({ question, bands }) => {
            const asked = form.profile[question as Question]
            return (
              <table key={question} className="numbers">
                <caption>{asked.question}</caption>
                <thead>
                  <tr>
                    <th scope="col">{words.band}</th>
                    <th scope="col">{words.people}</th>
                  </tr>
                </thead>
                <tbody>
                  {bands.map(({ band, n }) => (
                    <tr key={band}>
                      <th scope="row">{asked.bands[band]}</th>
                      <td>{n === null ? words.hidden : format.number(n)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          })}
        </section>
      )}
    </>
  )
}
