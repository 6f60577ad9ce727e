/** JSON text with the keys of objects in one order, so that equal content gives equal text. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, sortKeys)
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || isSorted(value)) return value
  const sorted: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(value).sort()) sorted[key] = (value as Record<string, unknown>)[key]
  return sorted
}

function isSorted(value: object): boolean {
  let last = ''
  for (const key in value) {
    if (key < last) return false
    last = key
  }
  return true
}
