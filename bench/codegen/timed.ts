import type { Turn } from '../harness.js'

/** Milliseconds. */
export async function timed(work: () => Promise<void>): Promise<Turn> {
  const began = performance.now()
  await work()
  return { kind: 'value', value: performance.now() - began }
}
