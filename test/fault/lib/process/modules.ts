import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = new URL('../../../../', import.meta.url)

/** `.ts` where the tests run on the sources, `.js` in the build that `npm run test:faults` makes of the same tree. */
const EXTENSION = extname(fileURLToPath(import.meta.url))

export const RUNS_ON_SOURCES = EXTENSION === '.ts'

/** A module of the project as a process can start it: `cli/main`, `test/fault/processes/producer`. */
export function moduleAt(path: string): URL {
  return new URL(`${path}${EXTENSION}`, ROOT)
}
