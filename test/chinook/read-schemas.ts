import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = 'test/chinook/schemas'

export function readSchemas(): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(FOLDER).map((name) => {
    const path = `${FOLDER}/${name}`
    return { path, text: readFileSync(path, 'utf8') }
  })
}
