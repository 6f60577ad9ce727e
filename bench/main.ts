import { parseArgs } from 'node:util'
import { startServers } from 'orm-gen/testing'
import { drainSuite } from './drain/suite.js'
import { enqueueSuite } from './enqueue/suite.js'
import { type BenchSetting, type BenchSuite, runGroup } from './harness.js'
import { latencySuite } from './latency/suite.js'
import { memorySuite } from './memory/suite.js'
import { describeResult } from './report.js'

const SUITES: readonly BenchSuite[] = [enqueueSuite, drainSuite, latencySuite, memorySuite]

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    case: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
  },
})

const namedSuites = values.only?.split(',')
const namedCases = values.case?.split(',')
const unknown = namedSuites?.find((name) => SUITES.every((suite) => suite.name !== name))
if (unknown !== undefined) {
  console.error(`There is no suite "${unknown}"; there are ${SUITES.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const suites = SUITES.filter(({ name }) => namedSuites?.includes(name) ?? true)

let met = 0
let missed = 0
/** A COMMIT that waits for the disk, as on a server that is to keep what it was given, and room for every page. */
const servers = await startServers({ mysql: { flushAtCommit: 1, bufferPoolMegabytes: 1_024 } })
const setting: BenchSetting = {
  redisUrl: servers.redisUrl,
  mysqlUrl: servers.mysqlUrl,
  pids: { redis: servers.redis?.pid, database: servers.mysql?.pid },
  scaled: (count) => Math.ceil(count * Number(values.scale)),
}
try {
  for (const suite of suites) {
    console.log(`\n${suite.name} (medians of ${values.rounds} turns, ours and the yardstick by turns)\n`)
    const { groups, close } = await suite.open(setting)
    try {
      for (const group of groups) {
        const cases = group.cases.filter(({ id }) => namedCases?.includes(id) ?? true)
        for (const result of await runGroup({ ...group, cases }, Number(values.rounds))) {
          if (result.met) met++
          else missed++
          console.log(describeResult(result))
        }
      }
    } finally {
      await close()
    }
  }
} finally {
  await servers.close()
}
console.log(`\n${met} targets met, ${missed} missed`)
process.exitCode = missed === 0 ? 0 : 1
