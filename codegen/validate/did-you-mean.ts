/** `did you mean x?` for the nearest of `known`, or the fallback where none is near. */
export function didYouMean(name: string, known: Iterable<string>, fallback: string): string {
  const near = nearest(name, known)
  return near === undefined ? fallback : `did you mean ${near}?`
}

/** The name within two edits (one for short names) of `name`, case aside; undefined when there is none. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const limit = name.length <= 4 ? 1 : 2
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name: candidate, distance }
  }
  return best?.name
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(substitution, previous[column]! + 1, current[column - 1]! + 1))
    }
    previous = current
  }
  return previous[b.length]!
}
