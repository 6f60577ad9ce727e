/** Before every id of a stream: `claim` from here starts at the beginning. */
export const STREAM_START = '0-0'

/** Negative where `a` comes before `b`, 0 where they are equal. Ids are `<milliseconds>-<counter>`. */
export function compareStreamIds(a: string, b: string): number {
  const [aTime, aCount] = a.split('-')
  const [bTime, bCount] = b.split('-')
  return Number(aTime) - Number(bTime) || Number(aCount) - Number(bCount)
}
