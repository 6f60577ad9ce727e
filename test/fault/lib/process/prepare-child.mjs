/**
 * Loaded before a child's entry: ends it with its parent, shifts its clock, puts a mutant in place. Production code knows
 * nothing of these.
 */
import { register } from 'node:module'

process.once('disconnect', () => process.exit())
process.channel?.unref()

const shiftMs = Number(process.env.FAULT_CLOCK_SHIFT_MS ?? 0)
if (shiftMs !== 0) {
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      if (given.length === 0) super(RealDate.now() + shiftMs)
      else super(...given)
    }
    static now() {
      return RealDate.now() + shiftMs
    }
  }
}

const mutant = process.env.FAULT_MUTANT
if (mutant) register(new URL('./mutant-hooks.mjs', import.meta.url), { data: { mutant } })
