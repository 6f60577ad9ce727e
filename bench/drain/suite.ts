import type { BenchSuite } from '../harness.js'
import { openWorld } from '../world.js'
import { insertCase } from './insert-case.js'
import { DrainStage } from './stage.js'

/** D1 to D8: how fast what was queued gets to MySQL, with every guarantee on. */
export const drainSuite: BenchSuite = {
  name: 'drain',
  async open(setting) {
    const stage = await DrainStage.open(await openWorld(setting))
    return { cases: [insertCase(stage, setting)], close: () => stage.close() }
  },
}
