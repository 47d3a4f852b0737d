/** Rounds half up on the decimal value: an index of 88.305 may be stored a hair below it and must still become 88.31.
 *  Figures are kept unrounded; this is for what is shown and graded. */
export function roundHalfUp(value: number, digits: number): number {
  const scale = 10 ** digits
  return Math.floor(value * scale + 0.5 + 1e-9) / scale
}
