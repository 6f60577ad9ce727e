import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startServers } from '../../testing/index.js'
import { DrainStage } from '../drain/stage.js'
import type { BenchSetting } from '../harness.js'
import { describeMachine, measuredOn } from '../machine.js'
import { BENCH_DATABASE } from '../servers.js'
import { openWorld } from '../world.js'
import { writeMarked } from '../write-markdown.js'
import { measureDrains, measureWrites } from './measure.js'
import { drainTable, writeTable } from './tables.js'

/** `npm run bench:peers`: ours beside what others would take. It judges nothing. */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    scale: { type: 'string', default: '1' },
    markdown: { type: 'string' },
    json: { type: 'string' },
  },
})
const [rounds, scale] = [Number(values.rounds), Number(values.scale)]

await using servers = await startServers({ mysql: BENCH_DATABASE })
const setting: BenchSetting = {
  redisUrl: servers.redisUrl,
  mysqlUrl: servers.mysqlUrl,
  pids: { redis: servers.redis?.pid, database: servers.mysql?.pid },
  scaled: (count) => Math.ceil(count * scale),
}
const machine = await describeMachine(servers)
console.log(machine)

const stage = await DrainStage.open(await openWorld(setting))
try {
  const writes = await measureWrites(stage, setting, rounds)
  console.log(`\n${writeTable(writes)}`)
  const drains = await measureDrains(stage, setting, rounds)
  console.log(`\n${drainTable(drains)}`)
  const date = new Date().toISOString().slice(0, 10)
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ date, machine, writes, drains }, null, 2)}\n`)
  if (values.markdown !== undefined) {
    const text = `${measuredOn(machine, scale)}\n\n${writeTable(writes)}\n\n${drainTable(drains)}`
    writeMarked(values.markdown, 'peers', text)
  }
} finally {
  await stage.close()
}
