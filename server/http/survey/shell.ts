import { html, raw } from 'hono/html'
import { surveyForm as en } from '#shared/i18n/en/survey-form.ts'
import type { SurveyFormTexts } from '#shared/i18n/id/survey-form.ts'
import { surveyForm as id } from '#shared/i18n/id/survey-form.ts'
import type { Locale } from '#shared/i18n/text.ts'

export type Html = ReturnType<typeof html>

export const textsOf = (locale: Locale): SurveyFormTexts => (locale === 'en' ? en : id)

/** In the page itself: on a bad connection each request more is one that may not come back. Colours are those of the
 *  web app. Old browsers take the first of two declarations. */
const STYLE = `:root{color-scheme:light dark;--p:#fcfbf8;--i:#2b2a28;--s:#14130f;--m:#62605a;--h:#e4e1d9;--l:#8f8b80;--a:#0b5cad;--f:#e6eff8;--e:#8f1d1d}
@media(prefers-color-scheme:dark){:root{--p:#161614;--i:#dad7cf;--s:#f6f4ee;--m:#a5a197;--h:#34332f;--l:#77746b;--a:#7db7f0;--f:#1c2b3a;--e:#ff9d94}}
*{box-sizing:border-box}html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--i);background:var(--p);-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:16px;max-width:44rem;overflow-wrap:break-word}h1,h2,legend{color:var(--s);line-height:1.3}h1{font-size:1.5rem;margin:24px 0 4px}h2{font-size:1.125rem;margin:32px 0 8px}
a{color:var(--a);text-underline-offset:3px}p,ul{margin:0 0 12px}.m{color:var(--m)}.top{text-align:right;margin:0}.top a,.go a{display:inline-block;padding:10px 0}
fieldset{margin:28px 0 0;padding:0;border:0;min-width:0}legend{padding:0 0 6px;font-weight:600}fieldset>div{border-top:1px solid var(--s)}
fieldset label{display:flex;gap:12px;align-items:center;min-height:48px;padding:4px;border-bottom:1px solid var(--h)}fieldset label:has(:checked){background:var(--f)}
input[type=radio]{width:22px;height:22px;flex:none;margin:0;accent-color:var(--a)}
details{margin:32px 0 0;border-top:1px solid var(--s)}summary{padding:12px 0;font-weight:600;min-height:48px;color:var(--s)}
.f{margin:0 0 16px}.f label,.r label{display:block;font-weight:600;margin:0 0 4px}select,textarea{font:inherit;width:100%;min-height:48px;padding:8px;color:inherit;background:var(--p);border:1px solid var(--l);border-radius:0}
.r{margin:32px 0 0}button{font:inherit;font-weight:600;min-height:52px;padding:8px 24px;margin:20px 0;width:100%;border:0;background:var(--a);color:var(--p);cursor:pointer}
:focus-visible{outline:3px solid var(--a);outline-offset:2px}.bad{border-left:4px solid var(--e);padding:8px 12px;margin:16px 0}.bad strong,.err{color:var(--e)}.err{display:block;margin:4px 0}
.note{border-left:4px solid var(--a);padding:8px 12px;margin:16px 0}.trap{position:absolute;left:-9999px}
@media(min-width:36rem){fieldset>div{display:grid;grid-template-columns:1fr 1fr;column-gap:16px}button{width:auto}}`

/** A page of the survey: small, whole without a script, in the language asked for. */
export function surveyShell(of: {
  locale: Locale
  title: string
  /** the same page in the other language */
  other: string
  body: Html
  isPlain?: boolean
}): Html {
  const t = textsOf(of.locale)
  const otherLocale = of.locale === 'en' ? 'id' : 'en'
  return html`<!doctype html>
<html lang="${of.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${of.title} · Terukur</title><meta name="robots" content="noindex"><link rel="icon" href="data:,"><style>${raw(STYLE)}</style>
${of.isPlain ? '' : raw('<script src="/survey-form.js" defer></script>')}</head>
<body data-kept="${t.kept}" data-sent="${t.sent}" data-dropped="${t.dropped}" data-sending="${t.sending}"><p class="top"><a href="${of.other}" hreflang="${otherLocale}" lang="${otherLocale}">${t.other}</a></p>
<main><div role="status" id="state"></div>${of.body}</main></body></html>`
}
