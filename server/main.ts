import { Refusal } from '#shared/refusal.ts'
import { readConfig } from './config.ts'
import { startServer } from './start-server.ts'

// The process of the server: start, tell, stop in order. A refusal to start is one clear line, never a stack.

try {
  const server = await startServer(readConfig())
  console.log(`Terukur: ${server.address}`)
  console.log(`Import:  npm run -s terukur -- import cases FILE --mapping MAPPING.json`)
  console.log(`Token for writing over HTTP: in ${server.serverFile} (only you can read it)`)
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      server.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(`Terukur did not stop cleanly: ${String(error)}`)
          process.exit(1)
        },
      )
    })
  }
} catch (error) {
  console.error(explain(error))
  process.exit(1)
}

function explain(error: unknown): string {
  if (error instanceof Refusal) return `Terukur cannot start. ${error.message}`
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE')
    return `Terukur cannot start. Port ${port} is in use: stop the other program or set PORT.`
  if (code === 'EACCES' || code === 'EPERM')
    return `Terukur cannot start. ${message}. Check TERUKUR_DATA_DIR and PORT.`
  if (code === 'ENOSPC') return 'Terukur cannot start. The disk is full: free some space, nothing was lost.'
  return `Terukur cannot start. ${String(error)}`
}
