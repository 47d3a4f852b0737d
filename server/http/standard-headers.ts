// What every answer carries. A plain record, so that an answer that is ready can take it as it is: a header set on a
// response afterwards costs more than finding the answer.

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  // React and the charts set style attributes, and written pages carry the styles; no script is inline.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ')

/** Without strict-transport-security: only a proxy knows whether the outside is HTTPS. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}

/** Of the pages that anybody may have in a frame of theirs, and of nothing else. */
export const EMBED_HEADERS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    ...SECURITY_HEADERS,
    'content-security-policy': CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", 'frame-ancestors *'),
    'cross-origin-resource-policy': 'cross-origin',
  }).filter(([name]) => name !== 'x-frame-options'),
)

/** Sets them on a response that was made without. */
export function addStandardHeaders(headers: Headers, requestId: string): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value)
  headers.set('x-request-id', requestId)
}
