import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Project } from 'ts-morph'
import { planOutput } from '../../cli/generate/output-plan.js'
import { readSources } from '../../cli/generate/read-sources.js'
import { WatchSession } from '../../cli/generate/watch-session.js'
import { writeOutput } from '../../cli/generate/write-output.js'
import type { Output } from '../../cli/terminal.js'
import { EMIT_DEFAULTS, generate } from '../../codegen/index.js'
import { ENTITIES, schema, writeSchemas } from './thousand-schemas.js'

/** `npm run bench:codegen`: the generator against the parser that it stands on, in one run. Exit code 1 when a goal is missed. */
const ROUNDS = 5
const cwd = mkdtempSync(join(tmpdir(), 'orm-gen-bench-'))

interface Measure {
  readonly name: string
  readonly ours: number
  readonly goal: number
  readonly unit: string
}

try {
  await writeSchemas(join(cwd, 'schemas'))
  mkdirSync(join(cwd, 'node_modules'))
  const measures = [await againstParser(), ...commandLine(), await oneAmongMany()]
  for (const { name, ours, goal, unit } of measures) {
    const verdict = ours <= goal ? 'ok' : 'MISSED'
    process.stdout.write(`${verdict.padEnd(7)} ${name}: ${ours.toFixed(2)} ${unit} (goal: at most ${goal})\n`)
  }
  if (measures.some(({ ours, goal }) => ours > goal)) process.exitCode = 1
} finally {
  rmSync(cwd, { recursive: true, force: true })
}

/** Parsing the schemas with ts-morph and writing as many files, and the generator's whole work, in turns. */
async function againstParser(): Promise<Measure> {
  const texts = generate({ sources: readSources('schemas', cwd) }).files
  const yardsticks: number[] = []
  const ours: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const yardstick = await timed(async () => {
      const project = new Project({ skipFileDependencyResolution: true, skipAddingFilesFromTsConfig: true })
      project.addSourceFilesAtPaths(join(cwd, 'schemas/*.ts'))
      mkdirSync(join(cwd, 'yardstick'), { recursive: true })
      for (const { path, text } of texts) writeFileSync(join(cwd, path.replace('generated', 'yardstick')), text)
    })
    const whole = await timed(async () => {
      const { files } = generate({ sources: readSources('schemas', cwd) })
      writeOutput(planOutput(files, 'generated', cwd), cwd)
    })
    rmSync(join(cwd, 'yardstick'), { recursive: true })
    rmSync(join(cwd, 'generated'), { recursive: true })
    if (round === 0) continue
    yardsticks.push(yardstick)
    ours.push(whole)
  }
  const [ms, yardstickMs] = [median(ours), median(yardsticks)]
  const name = `${ENTITIES} entities of 8 columns, ${ms.toFixed(0)} ms, to parsing and writing as many, ${yardstickMs.toFixed(0)} ms`
  return { name, ours: ms / yardstickMs, goal: 2, unit: 'times' }
}

/** The built command as its own process: the first run, the second, and the memory of the first. */
function commandLine(): readonly Measure[] {
  const main = join(import.meta.dirname, '../../dist/cli/main.js')
  const firsts: number[] = []
  const seconds: number[] = []
  let peakMb = 0
  for (let round = 0; round < ROUNDS; round++) {
    rmSync(join(cwd, 'generated'), { recursive: true, force: true })
    rmSync(join(cwd, 'node_modules/.cache'), { recursive: true, force: true })
    const first = runProcess(main)
    firsts.push(first.ms)
    peakMb = Math.max(peakMb, first.peakMb)
    seconds.push(runProcess(main).ms)
  }
  const [first, second] = [median(firsts), median(seconds)]
  const name = `a second run with nothing changed, ${second.toFixed(0)} ms, to the first, ${first.toFixed(0)} ms`
  return [
    { name, ours: second / first, goal: 0.15, unit: 'times' },
    { name: 'peak memory of the first run', ours: peakMb, goal: 512, unit: 'MB' },
  ]
}

/** Processor time of the process and its peak memory: a busy machine stretches the wall clock of short processes. */
function runProcess(main: string): { readonly ms: number; readonly peakMb: number } {
  const report = join(cwd, 'usage.json')
  const probe = join(cwd, 'probe.mjs')
  writeFileSync(
    probe,
    `import { writeFileSync } from 'node:fs'
process.on('exit', () => writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.resourceUsage())))
`,
  )
  execFileSync(process.execPath, ['--import', probe, main], { cwd, stdio: 'ignore' })
  const usage = JSON.parse(readFileSync(report, 'utf8')) as NodeJS.ResourceUsage
  return { ms: (usage.userCPUTime + usage.systemCPUTime) / 1000, peakMb: usage.maxRSS / 1024 }
}

/** One schema changed while a watcher knows all of them. */
async function oneAmongMany(): Promise<Measure> {
  const silent: Output = { write: () => {}, color: false, interactive: false, columns: 80 }
  const terminal = { cwd, env: {}, stdout: silent, stderr: silent, signal: new AbortController().signal }
  const session = new WatchSession(readSources('schemas', cwd), EMIT_DEFAULTS, terminal)
  await session.start()
  const times: number[] = []
  for (let round = 0; round <= ROUNDS * 2; round++) {
    const path = join(cwd, 'schemas/entity-500.ts')
    writeFileSync(path, schema(500, ENTITIES, 200 + round))
    const ms = await timed(() => session.update([path]))
    if (round > 0) times.push(ms)
  }
  return { name: `one changed schema among ${ENTITIES} under --watch`, ours: median(times), goal: 150, unit: 'ms' }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}
