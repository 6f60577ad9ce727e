import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startServers } from 'orm-gen/testing'
import { DrainStage } from '../drain/stage.js'
import { describeMachine, measuredOn } from '../machine.js'
import { BENCH_DATABASE } from '../servers.js'
import { openWorld } from '../world.js'
import { writeMarked } from '../write-markdown.js'
import { SERIES } from './all-series.js'
import { plotSvg } from './plot.js'
import { Processes } from './processes.js'
import { runSeries, type SeriesResult } from './series.js'
import { seriesTable } from './table.js'

/** `npm run bench:growth`: what becomes of the rates as one thing grows and all else stays. It judges nothing. */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(SERIES).join() },
    rounds: { type: 'string', default: '3' },
    scale: { type: 'string', default: '1' },
    markdown: { type: 'string' },
    svg: { type: 'string' },
  },
})

await using servers = await startServers({ mysql: BENCH_DATABASE })
const pids = { redis: servers.redis?.pid, database: servers.mysql?.pid }
const scale = Number(values.scale)
const scaled = (count: number) => Math.ceil(count * scale)
const setting = { redisUrl: servers.redisUrl, mysqlUrl: servers.mysqlUrl, pids, scaled }
const machine = await describeMachine(servers)
console.log(machine)

const results: SeriesResult[] = []
for (const name of values.only.split(',')) {
  const open = SERIES[name]
  if (open === undefined) throw new Error(`There is no series "${name}"; there are ${Object.keys(SERIES).join(', ')}`)
  const stage = await DrainStage.open(await openWorld(setting))
  const processes = new Processes()
  try {
    const result = await runSeries(await open(stage, setting, processes), Number(values.rounds))
    results.push(result)
    console.log(`\n${seriesTable(result)}`)
  } finally {
    await processes.close()
    await stage.close()
  }
}

const tables = results.map(seriesTable).join('\n\n')
if (values.markdown !== undefined) writeMarked(values.markdown, 'growth', `${measuredOn(machine, scale)}\n\n${tables}`)
if (values.svg !== undefined) writeFileSync(values.svg, plotSvg(results))
