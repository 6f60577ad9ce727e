import { checkNumberedPeople } from '../check-rows.js'
import type { DrainStage } from '../drain/stage.js'
import type { BenchSetting, ValueTurn } from '../harness.js'
import { newPerson } from '../people.js'
import type { Series } from './series.js'

const EVENTS = 50_000

/** The rate at which inserts drain, by how many belong together and are applied in one transaction. */
export async function unitSeries(stage: DrainStage, { scaled }: BenchSetting): Promise<Series> {
  const { engine, mysql } = stage.world
  return {
    name: 'units',
    title: 'Draining inserts',
    along: 'events a unit',
    points: [1, 10, 100].map((size) => ({
      label: String(size),
      measure: async () => {
        const units = Math.ceil(scaled(EVENTS) / size)
        await stage.warmUp()
        await stage.queue(units, () =>
          engine
            .newFlusher()
            .track(...Array.from({ length: size }, newPerson))
            .flushLazy(),
        )
        const turn = await stage.drain(units)
        await checkNumberedPeople(mysql, units * size)
        return eventsOf(turn, size)
      },
    })),
  }
}

/** A drain counts units. */
function eventsOf({ kind, value, cpu: perUnit }: ValueTurn, size: number): ValueTurn {
  const cpu = perUnit && {
    node: perUnit.node / size,
    redis: perUnit.redis === undefined ? undefined : perUnit.redis / size,
    database: perUnit.database === undefined ? undefined : perUnit.database / size,
  }
  return { kind, value: value * size, ...(cpu === undefined ? {} : { cpu }) }
}
