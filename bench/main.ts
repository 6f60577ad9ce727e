import { parseArgs } from 'node:util'
import { startServers } from 'orm-gen/testing'
import { enqueueSuite } from './enqueue/suite.js'
import { type BenchSuite, describeResult, runCase } from './harness.js'

const SUITES: readonly BenchSuite[] = [enqueueSuite]

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    case: { type: 'string' },
    rounds: { type: 'string', default: '9' },
  },
})

const suites = SUITES.filter(({ name }) => values.only === undefined || name === values.only)
if (suites.length === 0) {
  console.error(`There is no suite "${values.only}"; there are ${SUITES.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

let met = 0
let missed = 0
/** A COMMIT that waits for the disk, as on a server that is to keep what it was given. */
const servers = await startServers({ mysql: { flushAtCommit: 1 } })
try {
  for (const suite of suites) {
    console.log(`\n${suite.name} (medians of ${values.rounds} turns, ours and the yardstick by turns)\n`)
    const { cases, close } = await suite.open(servers)
    try {
      for (const bench of cases) {
        if (values.case !== undefined && bench.id !== values.case) continue
        const result = await runCase(bench, Number(values.rounds))
        if (result.met) met++
        else missed++
        console.log(describeResult(result))
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
