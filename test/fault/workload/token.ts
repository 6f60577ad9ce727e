/** What `last` of a row says: who changed it, and which of that producer's changes to the row it was, from 1. */
export function tokenOf(producer: string, change: number): string {
  return `${producer}.${change}`
}

/** Undefined for a text that no workload wrote. */
export function readToken(text: string): { readonly producer: string; readonly change: number } | undefined {
  const [producer, change] = text.split('.')
  return producer && change && /^\d+$/.test(change) ? { producer, change: Number(change) } : undefined
}
