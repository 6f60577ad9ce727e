import { checkRows } from '../check-rows.js'
import type { DrainStage } from '../drain/stage.js'
import { PersonEntity } from '../generated/index.js'
import type { BenchSetting } from '../harness.js'
import { PERSON_COLUMNS, type PersonRow, personRow } from '../people.js'
import type { Series } from './series.js'

const EVENTS = 50_000
/** Rows that everybody wants to change. */
const HOT_ROWS = 10

/** The rate at which updates drain, by the share of them that fall on a few rows; the others have a row each. */
export async function conflictSeries(stage: DrainStage, { scaled }: BenchSetting): Promise<Series> {
  const { engine, mysql } = stage.world
  const events = scaled(EVENTS)
  return {
    name: 'conflicts',
    title: 'Draining updates',
    along: `% of them on ${HOT_ROWS} rows`,
    points: [0, 25, 50, 75, 100].map((percent) => ({
      label: String(percent),
      measure: async () => {
        // Spread evenly: of a hundred in a row so many are hot.
        const rowOf = (event: number) => ((event * 37) % 100 < percent ? event % HOT_ROWS : HOT_ROWS + event) + 1
        await stage.warmUp()
        await stage.fillPeople(events + HOT_ROWS)
        await stage.queue(events, (event) =>
          engine.patchLazy(PersonEntity, BigInt(rowOf(event)), { lastName: `Changed${event}` }),
        )
        const turn = await stage.drain(events)
        const people = Array.from({ length: events + HOT_ROWS }, (_, index) => personRow(index + 1))
        for (let event = 0; event < events; event++) {
          const [id, firstName, , ...others] = people[rowOf(event) - 1]!
          people[rowOf(event) - 1] = [id, firstName, `Changed${event}`, ...others] satisfies PersonRow
        }
        await checkRows(mysql, 'people', PERSON_COLUMNS, people)
        return turn
      },
    })),
  }
}
