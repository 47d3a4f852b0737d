import { loadDemoIfEmpty } from '#server/actions/demo/load-demo.ts'
import { type Command, wantsJson } from './command.ts'
import { maintain } from './maintain.ts'

export const demoCommand: Command = {
  summary: 'load the labelled demo data into an empty database',
  help: 'terukur demo [--json]\n\nInvented figures, labelled as such; the first import of real data removes them.',
  async run(args) {
    const isJson = wantsJson(args)
    const { loaded } = await maintain('demo', async (context) => ({ loaded: await loadDemoIfEmpty(context) }))
    process.stdout.write(
      isJson
        ? `${JSON.stringify({ loaded })}\n`
        : loaded
          ? 'Demo data loaded.\n'
          : 'The database is not empty; nothing was loaded.\n',
    )
    return 0
  },
}
