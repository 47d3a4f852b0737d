import { html, raw } from 'hono/html'
import { renderSVG } from 'uqr'
import { surveyForm as en } from '#shared/i18n/en/survey-form.ts'
import { surveyForm as id } from '#shared/i18n/id/survey-form.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { Html } from './shell.ts'
import { textsOf } from './shell.ts'

/** Modules of white around a QR code, without which cameras do not find it. */
const QUIET_ZONE = 4

// Ink on paper, whatever the theme: it is made to be printed. On a sheet everything is measured in millimetres.
const STYLE = `@page{size:A4 portrait;margin:0}*{box-sizing:border-box}html{font:16px/1.3 Georgia,"Noto Serif","Liberation Serif",serif;color:#14130f;background:#e4e1d9}
body{margin:0}.bar{font:16px system-ui,sans-serif;max-width:210mm;margin:0 auto;padding:12px 16px}.bar a{color:#0b5cad;display:inline-block;padding:10px 16px 10px 0}.bar button{font:inherit;font-weight:600;padding:10px 24px;border:0;background:#0b5cad;color:#fff}
.sheet{background:#fff;width:210mm;max-width:100%;min-height:296mm;margin:0 auto;padding:16mm;display:flex;flex-direction:column;overflow-wrap:anywhere}
.kind{font-size:11pt;letter-spacing:.12em;text-transform:uppercase;border-top:.9mm solid;border-bottom:.2mm solid;padding:2.5mm 0;margin:0}
h1{font-size:26pt;line-height:1.15;margin:9mm 0 2mm}.service{font-size:17pt;margin:0}.en{font-style:italic;color:#4a4842}.call{font-size:22pt;margin:9mm 0 0}.call+.en{font-size:14pt;margin:0}
.qr{width:96mm;max-width:100%;margin:7mm auto 2mm}.qr svg{display:block;width:100%;height:auto;shape-rendering:crispEdges}
.how{text-align:center;margin:0;font-size:13pt}.url{font:700 15pt/1.3 "Liberation Mono",ui-monospace,monospace;text-align:center;margin:2mm 0 0}
.foot{margin-top:auto;padding-top:3mm;border-top:.2mm solid;font-size:11pt;display:flex;flex-wrap:wrap;gap:2mm 8mm;justify-content:space-between}.foot p{margin:0}
.warn{border-left:4px solid #8f1d1d;padding:8px 12px;background:#fff;color:#8f1d1d}
@media print{html{background:#fff}.bar{display:none}.sheet{height:296mm}}`

/** A sheet of A4 to print: whose survey of what, and its address as a QR code and in words, in both languages. */
export function posterPage(of: {
  locale: Locale
  agency: { name: string; nameEn: string | null }
  service: { name: string; nameEn: string | null }
  /** the whole address of the form */
  url: string
  /** the address is good on the server's own machine alone */
  isLocal: boolean
}): Html {
  const t = textsOf(of.locale)
  const { agency, service, url } = of
  const english = [service.nameEn, agency.nameEn].filter((name) => name !== null).join(', ')
  const code = renderSVG(url, { ecc: 'M', border: QUIET_ZONE })
  return html`<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${service.name}, ${agency.name} · Terukur</title><meta name="robots" content="noindex"><link rel="icon" href="data:,">
<style>${raw(STYLE)}</style><script src="/poster.js" defer></script></head>
<body><div class="bar" lang="${of.locale}"><a href="/desk/posters${of.locale === 'en' ? '?lang=en' : ''}">${t.poster.back}</a><button type="button" data-print hidden>${t.poster.print}</button>
${of.isLocal ? html`<p class="warn">${t.poster.local(url)}</p>` : ''}</div>
<main class="sheet"><p class="kind">${id.poster.kind} · <span lang="en">${en.poster.kind}</span></p>
<h1>${agency.name}</h1><p class="service">${service.name}</p>${english ? html`<p class="en" lang="en">${english}</p>` : ''}
<p class="call">${id.poster.call}</p><p class="en" lang="en">${en.poster.call}</p>
<div class="qr" role="img" aria-label="${id.poster.qr(url)}">${raw(code)}</div>
<p class="how">${id.poster.scan}<br><span class="en" lang="en">${en.poster.scan}</span></p>
<p class="url">${url.replace(/^https?:\/\//, '')}</p>
<div class="foot"><p>${id.poster.promise}</p><p class="en" lang="en">${en.poster.promise}</p></div></main></body></html>`
}
