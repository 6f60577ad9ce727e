import { writeFile } from 'node:fs/promises'
import type { FaultCase } from '../cases/fault-case.js'
import { CASES } from '../cases/index.js'
import type { RunReport } from '../lib/arena/arena.js'
import { FaultServers } from '../lib/arena/servers.js'
import { MUTANTS, type Mutant } from './mutants.js'
import { type RunOptions, readOptions } from './options.js'
import { type CaseOutcome, summarise, writeSummary } from './report.js'

/** A mutant that is not caught in so many runs got away; standing still does not count as caught. */
const RUNS_PER_MUTANT = 5

const options = readOptions(process.argv.slice(2))
const startedAt = new Date().toISOString()
process.exitCode = options.mode === 'mutants' ? await hunt(options) : await storm(options)

/** Runs all cases, round after round, until the time is up; each case at least once. */
async function storm({ seconds, seed, only, strikes, json }: RunOptions): Promise<number> {
  const cases = CASES.filter(({ name }) => only.length === 0 || only.includes(name))
  const outcomes: CaseOutcome[] = []
  const endsAt = performance.now() + seconds * 1_000
  await using servers = await FaultServers.start()
  for (let round = 0; round === 0 || performance.now() < endsAt; round++) {
    for (const faultCase of cases) {
      if (round > 0 && performance.now() > endsAt) break
      outcomes.push(await runCase(faultCase, servers, seed + round, strikes))
    }
  }
  const versions = [`node ${process.version}`, servers.redis.origin.name, servers.mysql.origin.name]
  const summary = summarise({ seed, startedAt, versions }, outcomes)
  console.log(writeSummary(summary))
  if (json !== undefined) await writeFile(json, `${JSON.stringify(summary, null, 2)}\n`)
  return summary.failures.length === 0 ? 0 : 1
}

/** Every mutant must be caught by one of its cases. */
async function hunt({ seed, only, strikes }: RunOptions): Promise<number> {
  let escaped = 0
  for (const mutant of MUTANTS) {
    if (only.length > 0 && !only.includes(mutant.name)) continue
    const caught = await catchMutant(mutant, seed, strikes)
    console.log(`${mutant.name}: ${caught ?? 'ESCAPED'}`)
    if (caught === undefined) escaped++
  }
  return escaped === 0 ? 0 : 1
}

async function catchMutant(mutant: Mutant, seed: number, strikes: number): Promise<string | undefined> {
  await using servers = await FaultServers.start(mutant.mysql === undefined ? {} : { mysql: mutant.mysql })
  for (let run = 0; run < RUNS_PER_MUTANT; run++) {
    for (const faultCase of CASES.filter(({ name }) => mutant.caughtBy.includes(name))) {
      const { report } = await runCase(faultCase, servers, seed + run, strikes, mutant.module)
      const first = report.findings.find(({ kind }) => kind !== 'stuck')
      if (first !== undefined)
        return `caught by ${faultCase.name} in run ${run + 1} (seed ${seed + run}): ${first.kind} ${first.row}`
    }
  }
  return undefined
}

async function runCase(
  faultCase: FaultCase,
  servers: FaultServers,
  seed: number,
  strikes: number,
  mutant?: string,
): Promise<CaseOutcome> {
  const begun = performance.now()
  const report = await faultCase.run({ servers, seed, strikes, mutant }).catch(broken)
  const tookMs = Math.round(performance.now() - begun)
  const [first] = report.findings
  const verdict =
    first === undefined
      ? 'ok'
      : `${report.findings.length} findings, first: ${first.kind} ${first.row}: ${first.detail.slice(0, 300)}`
  console.error(`${faultCase.name} seed ${seed}${mutant === undefined ? '' : ` (${mutant})`}: ${verdict}, ${tookMs} ms`)
  return { name: faultCase.name, seed, tookMs, report, ...(mutant === undefined ? {} : { mutant }) }
}

/** A run that could not be carried out has shown nothing, and says so. */
function broken(error: unknown): RunReport {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { faults: {}, units: 0, recoveriesMs: [], findings: [{ kind: 'stuck', row: 'the run itself', detail }] }
}
