import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import type { SchemaSource } from '../../codegen/read/schema-source.js'
import { UsageError } from '../usage-error.js'

/** Every schema file below `schemas` (a folder, or one file), in the order of their paths. Throws UsageError for none. */
export async function readSources(schemas: string, cwd: string): Promise<readonly SchemaSource[]> {
  const files = await listSchemaFiles(schemas, cwd)
  if (files.length === 0) {
    throw new UsageError(`no schema files in ${schemas}`, {
      remedy: 'orm-gen init writes a first one; --schemas names another folder',
    })
  }
  return Promise.all(files.map((file) => readSource(file, cwd)))
}

/** Whether a file of the schema folder is read: TypeScript, but no declarations and no tests. */
export function isSchemaFile(path: string): boolean {
  return /\.[cm]?ts$/.test(path) && !/\.(?:d|test|spec)\.[cm]?ts$/.test(path)
}

export async function readSource(file: string, cwd: string): Promise<SchemaSource> {
  return { path: displayPath(file, cwd), text: await readFile(file, 'utf8') }
}

/** Relative to the working directory, with forward slashes: the same on every machine. */
export function displayPath(file: string, cwd: string): string {
  return relative(cwd, file).split(sep).join('/')
}

/** Absolute paths of the schema files, sorted; [] where the folder is missing or has none. */
export async function listSchemaFiles(schemas: string, cwd: string): Promise<readonly string[]> {
  const root = resolve(cwd, schemas)
  const found = await stat(root).catch(() => undefined)
  if (found === undefined) return []
  if (found.isFile()) return [root]
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && isSchemaFile(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes(`${sep}node_modules${sep}`))
    .sort()
}
