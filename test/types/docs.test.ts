import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DOC_PAGES, docBlocks, isPartOfProgram, programOf, programOfPage, shownFile } from '../support/doc-blocks.js'
import { DocProjects } from '../support/doc-project.js'
import { runProgram } from '../support/run-program.js'

const OPTIONS = {
  extends: '../../tsconfig.json',
  compilerOptions: {
    rootDir: '../..',
    noUnusedLocals: false,
    noUnusedParameters: false,
    paths: {
      'orm-gen': ['../../runtime/index.ts'],
      'orm-gen/schema': ['../../codegen/schema/index.ts'],
      'orm-gen/codegen': ['../../codegen/index.ts'],
      'orm-gen/testing': ['../../testing/index.ts'],
      'orm-gen/dashboard': ['../../runtime/observe/dashboard/index.ts'],
      'orm-gen/metrics': ['../../runtime/observe/metrics/index.ts'],
    },
  },
  include: ['.'],
  exclude: [],
}

/** Blocks that nothing checks. Each says why where it stands; a new one has to be wanted. */
const UNCHECKED = 0

test('the TypeScript of the docs compiles', { timeout: 240_000 }, async () => {
  using projects = new DocProjects()
  projects.write(join(projects.folder, 'tsconfig.json'), JSON.stringify(OPTIONS))
  const unchecked: string[] = []
  for (const page of DOC_PAGES) {
    const blocks = docBlocks(page).filter(({ language }) => language === 'ts')
    if (blocks.length === 0) continue
    const folder = projects.add(page, blocks)
    if (blocks.some(isPartOfProgram)) projects.write(join(folder, 'program.ts'), programOfPage(blocks))
    for (const block of blocks) {
      if (block.unchecked !== undefined) unchecked.push(`${page}:${block.line} ${block.unchecked}`)
      else if (!isPartOfProgram(block))
        projects.write(join(folder, shownFile(block) ?? `line-${block.line}.ts`), programOf(block))
    }
  }
  const compiled = runProgram('node_modules/.bin/tsc', ['-p', projects.folder, '--pretty', 'false'])
  expect(await compiled.catch(({ message }: Error) => message.replaceAll(/^.*\.cache\/docs-\w+\//gm, ''))).toBe('')
  expect(unchecked).toHaveLength(UNCHECKED)
})
