import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { SchemaSource } from '../../codegen/read/schema-source.js'
import { UsageError } from '../usage-error.js'

/** Every schema file below `schemas` (a folder, or one file), in the order of their paths. Throws UsageError for none. */
export function readSources(schemas: string, cwd: string): readonly SchemaSource[] {
  const files = listSchemaFiles(schemas, cwd)
  if (files.length === 0) {
    throw new UsageError(`no schema files in ${schemas}`, {
      remedy: 'orm-gen init writes a first one; --schemas names another folder',
    })
  }
  return files.map((file) => readSource(file, cwd))
}

/** Whether a file of the schema folder is read: TypeScript, but no declarations and no tests. */
export function isSchemaFile(path: string): boolean {
  return /\.[cm]?ts$/.test(path) && !/\.(?:d|test|spec)\.[cm]?ts$/.test(path)
}

export function readSource(file: string, cwd: string): SchemaSource {
  return { path: displayPath(file, cwd), text: readFileSync(file, 'utf8') }
}

/** Relative to the working directory, with forward slashes: the same on every machine. */
export function displayPath(file: string, cwd: string): string {
  return relative(cwd, file).split(sep).join('/')
}

/** Absolute paths of the schema files, sorted; [] where the folder is missing or has none. */
export function listSchemaFiles(schemas: string, cwd: string): readonly string[] {
  const root = resolve(cwd, schemas)
  const found = statSync(root, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (found.isFile()) return [root]
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isSchemaFile(entry.name) && !isInstalled(entry))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

const isInstalled = (entry: Dirent) => entry.parentPath.split(sep).includes('node_modules')
