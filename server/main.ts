import { sentence } from '#shared/i18n/refusal-text.ts'
import { readConfig, readLocale } from './config.ts'
import { explainError } from './explain-error.ts'
import { startServer } from './start-server.ts'

// The process of the server: start, tell, stop in order. A refusal to start is one clear line, never a stack.

try {
  const server = await startServer(readConfig())
  // Before its address is told: whoever reads it may end it at once.
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(sentence(readLocale(), 'stopped-uncleanly', { reason: String(error) }))
          process.exit(1)
        },
      )
    })
  }
  console.log(`Terukur: ${server.address}`)
  console.log(`Sign in: ${server.address}/sign-in`)
  if (server.first?.link) {
    console.log(`First administrator: ${server.first.link}`)
    console.log('  This link works once, until somebody has signed in or the server is started again.')
  }
  console.log(`Import:  npm run -s terukur -- import cases FILE --mapping MAPPING.json`)
  console.log(`Token for writing over HTTP: in ${server.serverFile} (only you can read it)`)
} catch (error) {
  const locale = readLocale()
  console.error(sentence(locale, 'cannot-start', { reason: explainError(locale, error) }))
  process.exit(1)
}
