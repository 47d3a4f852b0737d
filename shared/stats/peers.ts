// Fair company: agencies of the same level and kind whose volume lies within a factor of one's own, the nearest first.
// Source: measurement of public services compares like with like (CIPFA nearest neighbours, simplified to volume).
// Limit: volume is not difficulty; the list is shown and can be changed.

export interface Candidate {
  code: string
  level: string
  /** ministry, hospital, permit office…; null where it is not told */
  kind: string | null
  /** cases of the last year, say: any count that tells size */
  volume: number
}

export const PEER_FACTOR = 3
export const MAX_PEERS = 30

/** Codes of the peers, without its own; ties by code. Without volume nobody is near. */
export function choosePeers(
  own: Candidate,
  candidates: readonly Candidate[],
  { factor = PEER_FACTOR, max = MAX_PEERS }: { factor?: number; max?: number } = {},
): string[] {
  const distance = ({ volume }: Candidate) => Math.abs(Math.log(volume / own.volume))
  return candidates
    .filter(
      (other) =>
        other.code !== own.code &&
        other.level === own.level &&
        other.kind === own.kind &&
        distance(other) <= Math.log(factor) * (1 + 1e-12),
    )
    .sort((a, b) => distance(a) - distance(b) || (a.code < b.code ? -1 : 1))
    .slice(0, max)
    .map(({ code }) => code)
}
