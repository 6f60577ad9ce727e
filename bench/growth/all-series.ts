import type { DrainStage } from '../drain/stage.js'
import type { BenchSetting } from '../harness.js'
import { backlogSeries } from './backlog-series.js'
import { columnSeries } from './column-series.js'
import { conflictSeries } from './conflict-series.js'
import type { Processes } from './processes.js'
import { producerSeries } from './producer-series.js'
import type { Series } from './series.js'
import { unitSeries } from './unit-series.js'
import { workerSeries } from './worker-series.js'

export const SERIES: Readonly<
  Record<string, (stage: DrainStage, setting: BenchSetting, processes: Processes) => Promise<Series>>
> = {
  backlog: backlogSeries,
  workers: workerSeries,
  producers: producerSeries,
  columns: columnSeries,
  units: unitSeries,
  conflicts: conflictSeries,
}
