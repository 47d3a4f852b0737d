// Failures that stand on the page where their figures would be: whoever tells of the others leaves these out.

const said = new Set<Error>()
const listeners = new Set<() => void>()

/** Tells that a failure stands on the page. @returns how to tell that it does not any more */
export function sayInPlace(error: Error): () => void {
  said.add(error)
  tell()
  return () => {
    said.delete(error)
    tell()
  }
}

export const isSaidInPlace = (error: Error): boolean => said.has(error)

export function listenToSaid(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  for (const listener of listeners) listener()
}
