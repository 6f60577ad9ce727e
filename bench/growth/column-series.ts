import { checkNumberedPeople, checkRows } from '../check-rows.js'
import type { DrainStage } from '../drain/stage.js'
import { BroadRecordEntity, type BroadRecordInput } from '../generated/index.js'
import type { BenchSetting } from '../harness.js'
import { wideValue } from '../wide-records.js'
import type { Series } from './series.js'

const EVENTS = 20_000
const FIELDS = 49
const COLUMNS = ['id', ...Array.from({ length: FIELDS }, (_, index) => `field${index + 1}`)]

/** The rate at which inserts drain, by how many columns their rows have. */
export async function columnSeries(stage: DrainStage, { scaled }: BenchSetting): Promise<Series> {
  const { engine, mysql } = stage.world
  const units = scaled(EVENTS)
  return {
    name: 'columns',
    title: 'Draining inserts',
    along: 'columns a row, besides the key',
    points: [
      {
        label: '5',
        measure: async () => {
          await stage.warmUp()
          await stage.queuePeople(units)
          const turn = await stage.drain(units)
          await checkNumberedPeople(mysql, units)
          return turn
        },
      },
      {
        label: String(FIELDS),
        measure: async () => {
          await stage.warmUp()
          await stage.clear('broad_records')
          const records = Array.from({ length: units }, (_, index) => new BroadRecordEntity(inputOf(index)))
          await stage.queue(units, (index) => engine.flushLazy(records[index]!))
          const turn = await stage.drain(units)
          await checkRows(
            mysql,
            'broad_records',
            COLUMNS,
            records.map(({ id }, index) => [Number(id), ...cellsOf(index)]),
          )
          return turn
        },
      },
    ],
  }
}

function cellsOf(event: number) {
  return Array.from({ length: FIELDS }, (_, index) => wideValue(index + 1, event))
}

/** The columns of times take a `Date`. */
function inputOf(event: number): BroadRecordInput {
  const properties = cellsOf(event).map((value, index) => {
    const isTime = (index + 1) % 5 === 0
    return [`field${index + 1}`, isTime ? new Date(`${String(value).replace(' ', 'T')}Z`) : value]
  })
  return Object.fromEntries(properties)
}
