import { commandText } from '#shared/i18n/command-text.ts'
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
  const texts = commandText(readLocale())
  console.log(`Terukur: ${server.address}`)
  console.log(`${texts.signIn}: ${server.address}/sign-in`)
  if (server.first?.link) {
    console.log(`${texts.firstAdministrator}: ${server.first.link}`)
    console.log(`  ${texts.firstHint}`)
  }
  console.log(`${texts.importBy}: npm run -s terukur -- import cases FILE --mapping MAPPING.json`)
  console.log(texts.token(server.serverFile))
} catch (error) {
  const locale = readLocale()
  console.error(sentence(locale, 'cannot-start', { reason: explainError(locale, error) }))
  process.exit(1)
}
