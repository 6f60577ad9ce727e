import type { BenchSuite } from '../harness.js'
import { openWorld } from '../world.js'
import { deleteCase } from './delete-case.js'
import { insertCases } from './insert-cases.js'
import { DrainStage } from './stage.js'
import { updateCases } from './update-cases.js'
import { wideCase } from './wide-case.js'

/** D1 to D8: how fast what was queued gets to MySQL, with every guarantee on. */
export const drainSuite: BenchSuite = {
  name: 'drain',
  needs: 'servers',
  async open(setting) {
    const stage = await DrainStage.open(await openWorld(setting))
    const { group, close } = await insertCases(stage, setting)
    return {
      groups: [group, updateCases(stage, setting), deleteCase(stage, setting), wideCase(stage, setting)],
      async close() {
        await close()
        await stage.close()
      },
    }
  },
}
