import { describe, expect, it } from 'vitest'
import { type Candidate, choosePeers } from '#shared/stats/peers.ts'

const agency = (
  code: string,
  volume: number,
  kind: string | null = 'licensing',
  level = 'city',
): Candidate => ({
  code,
  level,
  kind,
  volume,
})
const own = agency('own', 1000)

describe('choosePeers', () => {
  it('are of the same level and kind, within the factor, the nearest first', () => {
    const candidates = [
      own,
      agency('small', 334),
      agency('too-small', 333),
      agency('twin', 1000),
      agency('large', 3000),
      agency('too-large', 3001),
      agency('near', 800),
      agency('hospital', 1000, 'health'),
      agency('unknown', 1000, null),
      agency('province', 1000, 'licensing', 'province'),
    ]
    expect(choosePeers(own, candidates)).toEqual(['twin', 'near', 'small', 'large'])
    expect(choosePeers(own, candidates, { factor: 2 })).toEqual(['twin', 'near'])
    expect(choosePeers(own, candidates, { max: 1 })).toEqual(['twin'])
  })

  it('breaks ties by code, whatever the order given', () => {
    const candidates = [agency('b', 500), agency('a', 2000), agency('c', 500)]
    expect(choosePeers(own, candidates)).toEqual(['a', 'b', 'c'])
    expect(choosePeers(own, candidates.toReversed())).toEqual(['a', 'b', 'c'])
  })

  it('nobody is near without volume, on either side', () => {
    expect(choosePeers(own, [agency('none', 0)])).toEqual([])
    expect(choosePeers(agency('own', 0), [agency('a', 10), agency('none', 0)])).toEqual([])
    expect(choosePeers(own, [])).toEqual([])
  })
})
