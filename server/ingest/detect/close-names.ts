import { codeOf, type Entity } from '../identity.ts'

// Names that mean the same office or service, written otherwise: abbreviations, order, a slip of a letter.

const SHORT = new Map(
  Object.entries({
    dpmptsp: 'dinas penanaman modal dan pelayanan terpadu satu pintu',
    disdukcapil: 'dinas kependudukan dan pencatatan sipil',
    dukcapil: 'dinas kependudukan dan pencatatan sipil',
    dinkes: 'dinas kesehatan',
    disdik: 'dinas pendidikan',
    dishub: 'dinas perhubungan',
    dinsos: 'dinas sosial',
    disnaker: 'dinas tenaga kerja',
    pupr: 'pekerjaan umum dan penataan ruang',
    kec: 'kecamatan',
    kel: 'kelurahan',
    kab: 'kabupaten',
    dept: 'department',
    rsud: 'rumah sakit umum daerah',
    bapenda: 'badan pendapatan daerah',
    diskominfo: 'dinas komunikasi dan informatika',
  }),
)
const SMALL = new Set(['dan', 'and', 'of', 'the', 'di', 'kota', 'kabupaten', 'provinsi', 'for', 'untuk'])

const wordsOf = (name: string): string[] =>
  codeOf(name)
    .split('-')
    .flatMap((word) => (SHORT.get(word) ?? word).split(' '))
    .filter((word) => word !== '')

/** Pairs of letters, which a slip leaves mostly alone. */
function pairsOf(words: readonly string[]): Map<string, number> {
  const pairs = new Map<string, number>()
  for (const word of words) {
    const padded = ` ${word} `
    for (let i = 0; i + 1 < padded.length; i++) {
      const pair = padded.slice(i, i + 2)
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
    }
  }
  return pairs
}

export interface Candidate {
  code: string
  name: string
  /** 0–1; 1: the same words */
  likeness: number
}

/** A list of known names, to find those close to a value. */
export class NameBook {
  readonly #known: {
    entity: Entity
    key: string
    pairs: Map<string, number>
    size: number
    initials: string
  }[]

  constructor(known: readonly Entity[]) {
    this.#known = known.map((entity) => {
      const words = wordsOf(entity.name)
      const big = words.filter((word) => !SMALL.has(word))
      const pairs = pairsOf(big)
      return {
        entity,
        key: [...big].sort().join(' '),
        pairs,
        size: sizeOf(pairs),
        initials: words.map((word) => word[0]).join(''),
      }
    })
  }

  /** The closest known names (Dice's coefficient of letter pairs), closest first. */
  closest(value: string, limit: number, least = 0.5): Candidate[] {
    const words = wordsOf(value)
    const big = words.filter((word) => !SMALL.has(word))
    const key = [...big].sort().join(' ')
    const pairs = pairsOf(big)
    const size = sizeOf(pairs)
    const short = codeOf(value).replaceAll('-', '')
    return this.#known
      .map(({ entity, ...known }) => {
        if (key !== '' && key === known.key) return { ...plain(entity), likeness: 1 }
        if (short.length >= 3 && (short === known.initials || short === entity.code.replaceAll('-', '')))
          return { ...plain(entity), likeness: 0.9 }
        let shared = 0
        for (const [pair, count] of pairs) shared += Math.min(count, known.pairs.get(pair) ?? 0)
        return { ...plain(entity), likeness: size + known.size > 0 ? (2 * shared) / (size + known.size) : 0 }
      })
      .filter(({ likeness }) => likeness >= least)
      .sort((a, b) => b.likeness - a.likeness || (a.name < b.name ? -1 : 1))
      .slice(0, limit)
      .map((candidate) => ({ ...candidate, likeness: Math.round(candidate.likeness * 100) / 100 }))
  }
}

const sizeOf = (pairs: Map<string, number>): number =>
  [...pairs.values()].reduce((sum, count) => sum + count, 0)
const plain = ({ code, name }: Entity) => ({ code, name })
