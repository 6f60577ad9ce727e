import { writeFileSync } from 'node:fs'
import { startServers } from 'orm-gen/testing'
import { codegenSuite } from './codegen/suite.js'
import { drainSuite } from './drain/suite.js'
import { enqueueSuite } from './enqueue/suite.js'
import { type BenchResult, type BenchServers, type BenchSuite, runGroup } from './harness.js'
import { latencySuite } from './latency/suite.js'
import { describeMachine, measuredOn } from './machine.js'
import { memorySuite } from './memory/suite.js'
import { type BenchOptions, benchOptions, USAGE } from './options.js'
import { describeResult, markdownTable, resultData } from './report.js'
import { scaleSuite } from './scale/suite.js'
import { BENCH_DATABASE } from './servers.js'
import { writeMarked } from './write-markdown.js'

const SUITES: readonly BenchSuite[] = [enqueueSuite, drainSuite, latencySuite, memorySuite, codegenSuite, scaleSuite]

const options = readOptions()
const suites = SUITES.filter(({ name }) => options.suites?.includes(name) ?? true)
const results: BenchResult[] = []
const servers = suites.some(({ needs }) => needs === 'servers')
  ? await startServers({ mysql: BENCH_DATABASE })
  : undefined
try {
  const machine = await describeMachine(servers)
  console.log(machine)
  const setting: BenchServers = {
    redisUrl: servers?.redisUrl ?? '',
    mysqlUrl: servers?.mysqlUrl ?? '',
    pids: { redis: servers?.redis?.pid, database: servers?.mysql?.pid },
  }
  for (const suite of suites) await runSuite(suite, setting)
  report(machine)
} finally {
  await servers?.close()
}

function readOptions(): BenchOptions {
  try {
    const read = benchOptions(process.argv.slice(2))
    const unknown = read.suites?.find((name) => SUITES.every((suite) => suite.name !== name))
    if (unknown === undefined) return read
    throw new Error(`There is no suite "${unknown}"; there are ${SUITES.map(({ name }) => name).join(', ')}`)
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`)
    return process.exit(2)
  }
}

async function runSuite(suite: BenchSuite, setting: BenchServers): Promise<void> {
  console.log(`\n${suite.name}: medians of ${options.rounds} rounds, ours and the yardstick by turns\n`)
  const { groups, close } = await suite.open({ ...setting, scaled: (count) => Math.ceil(count * options.scale) })
  try {
    for (const group of groups) {
      const cases = group.cases.filter(({ id }) => options.cases?.includes(id) ?? true)
      for (const result of await runGroup({ ...group, cases }, options.rounds)) {
        results.push(result)
        console.log(describeResult(result))
      }
    }
  } finally {
    await close()
  }
}

function report(machine: string): void {
  const date = new Date().toISOString().slice(0, 10)
  const missed = results.filter(({ met }) => !met).length
  const verdict = `${results.length - missed} targets met, ${missed} missed`
  if (options.json !== undefined) {
    const data = { date, machine, scale: options.scale, results: results.map(resultData) }
    writeFileSync(options.json, `${JSON.stringify(data, null, 2)}\n`)
  }
  const text = `${measuredOn(machine, options.scale)} Medians (least to most); µs of processor time: Node / Redis / database.\n\n${markdownTable(results)}\n\n${verdict}.`
  for (const path of options.markdown) writeMarked(path, 'bench', text)
  console.log(`\n${verdict}`)
  process.exitCode = missed === 0 ? 0 : 1
}
