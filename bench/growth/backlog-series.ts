import { checkNumberedPeople } from '../check-rows.js'
import type { DrainStage } from '../drain/stage.js'
import type { BenchSetting } from '../harness.js'
import { newPerson } from '../people.js'
import type { Series } from './series.js'

/** The rate at which inserts drain, by how many wait at the beginning. */
export async function backlogSeries(stage: DrainStage, { scaled }: BenchSetting): Promise<Series> {
  const { engine, mysql } = stage.world
  return {
    name: 'backlog',
    title: 'Draining inserts',
    along: 'units waiting',
    // A million takes its time.
    rounds: 1,
    points: [10_000, 100_000, 1_000_000].map(scaled).map((units) => ({
      label: units.toLocaleString('en-US'),
      measure: async () => {
        await stage.warmUp()
        await stage.queue(units, () => engine.flushLazy(newPerson()))
        const turn = await stage.drain(units)
        await checkNumberedPeople(mysql, units)
        return turn
      },
    })),
  }
}
