import { useLanguage } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'

/** What is promised, how a number is made, how to read it, and whose work this rests on. */
export function AboutPage() {
  const { t } = useLanguage()
  const { promiseTitle, promise, madeTitle, made, readTitle, read, licences, licence } = t.aboutPage
  useTitle(t.about)
  return (
    <div className="prose">
      <h1>{t.about}</h1>
      <h2>{promiseTitle}</h2>
      <p>{promise}</p>
      <h2>{madeTitle}</h2>
      <ol>
        {made.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <h2>{readTitle}</h2>
      <ul>
        {read.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <h2>{licences}</h2>
      <p>{licence}</p>
    </div>
  )
}
