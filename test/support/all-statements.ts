import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Node, Project, type SourceFile } from 'ts-morph'
import { readEntities } from '../../codegen/index.js'
import type { EntityModel } from '../../codegen/model/index.js'
import { createTables, tableSql } from '../../codegen/sql/index.js'
import { BOOKKEEPING_TABLES } from '../../runtime/database/bookkeeping.js'

export interface Statement {
  /** The entity or the file and line that it comes from. */
  readonly origin: string
  readonly sql: string
}

/** Every model that the repository knows: the shop's, the tests' and those of the golden cases that are sound. */
export function knownModels(): readonly (readonly EntityModel[])[] {
  const golden = foldersIn('test/golden').map((name) => schemaFiles(join('test/golden', name)))
  return [schemaFiles('schemas'), schemaFiles('test/support/schemas'), ...golden].flatMap((paths) => {
    const sources = paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }))
    const { entities, diagnostics } = readEntities(sources)
    return diagnostics.some(({ severity }) => severity === 'error') || entities.length === 0 ? [] : [entities]
  })
}

export function ddlStatements(models: readonly EntityModel[]): readonly Statement[] {
  return createTables(models).map((sql) => ({ origin: 'ddl', sql }))
}

export const bookkeepingStatements: readonly Statement[] = BOOKKEEPING_TABLES.map((sql) => ({
  origin: 'bookkeeping',
  sql,
}))

/** What the consumer and the loader send for an entity, each form once. */
export function entityStatements(entity: EntityModel): readonly Statement[] {
  const { select, whereKey, insert, insertRow, updateMany, deleteMany } = tableSql(entity)
  const texts = [
    `${select} WHERE ${whereKey}`,
    `${insert} ${insertRow},${insertRow}`,
    ...(updateMany?.forms ?? []).map(({ sql }) => sql),
    ...(deleteMany === undefined ? [] : [deleteMany]),
  ]
  return texts.map((sql) => ({ origin: entity.name, sql }))
}

const STARTS = /^\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER)\s/

/** Every whole statement that stands as a literal in these folders; those put together while running are left out. */
export function literalStatements(...folders: readonly string[]): readonly Statement[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true })
  const files = project.addSourceFilesAtPaths(folders.map((folder) => `${folder}/**/*.ts`))
  return files.flatMap((file) => literalsOf(file))
}

/** Rows are put behind it while running. */
const UNFINISHED = /\sVALUES\s*$/

function literalsOf(file: SourceFile): readonly Statement[] {
  const found: Statement[] = []
  file.forEachDescendant((node) => {
    const text = textOf(node, file)
    if (text === undefined || !STARTS.test(text) || UNFINISHED.test(text) || Node.isBinaryExpression(node.getParent()))
      return
    found.push({
      origin: `${file.getFilePath().replace(`${process.cwd()}/`, '')}:${node.getStartLineNumber()}`,
      sql: text,
    })
  })
  return found
}

/** The text of a literal, with constants of the same file put in; undefined where anything else is. */
function textOf(node: Node, file: SourceFile): string | undefined {
  if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node)) return node.getLiteralText()
  if (!Node.isTemplateExpression(node)) return undefined
  const spans = node.getTemplateSpans().map((span) => {
    const value = span.getExpression()
    const initializer = Node.isIdentifier(value)
      ? file.getVariableDeclaration(value.getText())?.getInitializer()
      : undefined
    const inner = initializer && textOf(initializer, file)
    return inner === undefined ? undefined : inner + span.getLiteral().getLiteralText()
  })
  return spans.includes(undefined) ? undefined : node.getHead().getLiteralText() + spans.join('')
}

function foldersIn(path: string): readonly string[] {
  return entriesOf(path).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
}

function schemaFiles(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) =>
    entry.isFile() && entry.name.endsWith('.ts') ? [join(folder, entry.name)] : [],
  )
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch {
    return []
  }
}
