import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchGroup, BenchSuite } from '../harness.js'
import { parserYardstick } from './against-parser.js'
import { CommandRuns } from './command-runs.js'
import { ENTITIES, writeSchemas } from './thousand-schemas.js'
import { watchMeasure } from './watch-measure.js'

/** G1, G3 and what else is asked of the generator over a thousand entities of eight columns. */
export const codegenSuite: BenchSuite = {
  name: 'codegen',
  needs: 'nothing',
  async open() {
    const cwd = mkdtempSync(join(tmpdir(), 'orm-gen-bench-'))
    await writeSchemas(join(cwd, 'schemas'))
    mkdirSync(join(cwd, 'node_modules'))
    return {
      groups: [{ cases: [againstParser(cwd)] }, commandLine(cwd), { cases: [underWatch(cwd)] }],
      async close() {
        rmSync(cwd, { recursive: true, force: true })
      },
    }
  },
}

function againstParser(cwd: string): BenchGroup['cases'][number] {
  const { ours, yardstick } = parserYardstick(cwd)
  return {
    id: 'G1',
    title: `generate ${ENTITIES} entities`,
    unit: 'ms',
    target: { atMost: 2 },
    ours,
    yardstick: { title: 'ts-morph parses the schemas, and as many files are written', measure: yardstick },
  }
}

function commandLine(cwd: string): BenchGroup {
  const runs = new CommandRuns(cwd)
  return {
    cases: [
      {
        id: 'G3',
        title: 'processor time of a run in which nothing has changed',
        unit: 'ms',
        target: { atMost: 0.15 },
        ours: runs.again,
        yardstick: { title: 'of the first run', measure: runs.first },
      },
      {
        id: 'G4',
        title: 'most memory of the first run',
        unit: 'MB',
        target: { atMost: 512 },
        ours: runs.memory,
      },
    ],
  }
}

function underWatch(cwd: string): BenchGroup['cases'][number] {
  return {
    id: 'G5',
    title: `one changed schema among ${ENTITIES} under --watch`,
    unit: 'ms',
    target: { atMost: 150 },
    ours: watchMeasure(cwd),
  }
}
