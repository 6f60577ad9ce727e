import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Project } from 'ts-morph'
import { planOutput } from '../../cli/generate/output-plan.js'
import { readSources } from '../../cli/generate/read-sources.js'
import { writeOutput } from '../../cli/generate/write-output.js'
import { generate } from '../../codegen/index.js'
import type { Measure } from '../harness.js'
import { timed } from './timed.js'

/** The generator's whole work, and parsing the schemas with ts-morph and writing as many files. */
export function parserYardstick(cwd: string): { readonly ours: Measure; readonly yardstick: Measure } {
  const texts = generate({ sources: readSources('schemas', cwd) }).files
  const ours: Measure = async () => {
    const turn = await timed(async () => {
      const { files } = generate({ sources: readSources('schemas', cwd) })
      writeOutput(planOutput(files, 'generated', cwd), cwd)
    })
    rmSync(join(cwd, 'generated'), { recursive: true })
    return turn
  }
  const yardstick: Measure = async () => {
    const turn = await timed(async () => {
      const project = new Project({ skipFileDependencyResolution: true, skipAddingFilesFromTsConfig: true })
      project.addSourceFilesAtPaths(join(cwd, 'schemas/*.ts'))
      mkdirSync(join(cwd, 'yardstick'), { recursive: true })
      for (const { path, text } of texts) writeFileSync(join(cwd, path.replace('generated', 'yardstick')), text)
    })
    rmSync(join(cwd, 'yardstick'), { recursive: true })
    return turn
  }
  return { ours, yardstick }
}
