import { writeSection } from '../../support/managed-section.js'
import type { FaultCase } from '../cases/fault-case.js'
import { CASES } from '../cases/index.js'
import type { RunReport } from '../lib/arena/arena.js'
import { FaultServers } from '../lib/arena/servers.js'
import { MUTANTS, type Mutant } from './mutants.js'
import { type RunOptions, readOptions } from './options.js'
import { appendRecord, type CaseOutcome, readRecord, recordOf } from './record.js'
import { writeSummary } from './summary.js'
import { writeTables } from './tables.js'

/** A mutant that is not caught in so many runs got away; standing still does not count as caught. */
const RUNS_PER_MUTANT = 5

const options = readOptions(process.argv.slice(2))
const from = new Date().toISOString()
process.exitCode = await carryOut(options)

function carryOut(run: RunOptions): Promise<number> {
  switch (run.mode) {
    case 'faults':
      return storm(run)
    case 'mutants':
      return hunt(run)
    case 'docs':
      return writeDocs(run)
  }
}

/** Runs all cases, round after round, until the time is up; each case at least once. */
async function storm({ seconds, seed, only, strikes, report }: RunOptions): Promise<number> {
  const cases = CASES.filter(({ name, isLong }) => (only.length === 0 ? !isLong : only.includes(name)))
  const outcomes: CaseOutcome[] = []
  const endsAt = performance.now() + seconds * 1_000
  await using servers = await FaultServers.start()
  const head = { versions: [`node ${process.version}`, servers.redis.origin.name, servers.mysql.origin.name], from }
  for (let round = 0; round === 0 || performance.now() < endsAt; round++) {
    for (const faultCase of cases) {
      if (round > 0 && performance.now() > endsAt) break
      const outcome = await runCase(faultCase, servers, seed + round, strikes)
      outcomes.push(outcome)
      if (report !== undefined) await appendRecord(report, recordOf(head, [outcome]))
    }
  }
  console.log(writeSummary(recordOf(head, outcomes)))
  return outcomes.every((outcome) => outcome.report.findings.length === 0) ? 0 : 1
}

async function writeDocs({ report }: RunOptions): Promise<number> {
  const record = report === undefined ? undefined : await readRecord(report)
  if (record === undefined) throw new Error('--docs needs a --report that was written before')
  writeSection('docs/reliability.md', 'runs', `${writeTables(record, CASES)}\n`)
  return 0
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
  return { name: faultCase.name, seed, report }
}

/** A run that could not be carried out has shown nothing, and says so. */
function broken(error: unknown): RunReport {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { faults: {}, units: 0, recoveriesMs: {}, findings: [{ kind: 'stuck', row: 'the run itself', detail }] }
}
