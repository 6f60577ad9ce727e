import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

/** The output of the compiler; '' where nothing is wrong. */
async function typeErrors(project: string): Promise<string> {
  try {
    await run(process.execPath, ['node_modules/typescript/lib/tsc.js', '-p', project])
    return ''
  } catch (error) {
    return (error as { readonly stdout: string }).stdout || String(error)
  }
}

/** Strict, exactOptionalPropertyTypes, noUncheckedIndexedAccess, verbatimModuleSyntax, erasableSyntaxOnly. */
test('generated modules compile under every strict flag, and misuse of builders and classes does not', async () => {
  expect(await typeErrors('test/types/tsconfig.strict.json')).toBe('')
}, 120_000)
