import type { Texts } from './id.ts'

/** What kind of figures these are: of which release, invented, or live and provisional. */
export function stateOf(
  t: Texts['web'],
  { demo, release }: { demo: boolean; release?: string | undefined },
): string {
  if (!release) return demo ? t.invented : t.live
  return demo ? `${t.released(release)}, ${t.invented}` : t.released(release)
}
