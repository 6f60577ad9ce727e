import { ts } from 'ts-morph'
import { importedBuilder, isNamespaceAccess } from './imported-builder.js'
import type { ParsedEntity } from './parsed.js'
import { readColumns } from './read-columns.js'
import type { ReadContext } from './read-context.js'
import { readDoc } from './read-doc.js'
import { readValue } from './read-value.js'
import { unwrap } from './syntax.js'

/** An entity with the call that declares it. */
export interface DeclaredEntity {
  readonly call: ts.CallExpression
  readonly entity: ParsedEntity
}

/** The entities that a statement declares: `export const User = defineEntity(...)`. */
export function readEntities(statement: ts.VariableStatement, context: ReadContext): readonly DeclaredEntity[] {
  const exported = statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false
  const entities: DeclaredEntity[] = []
  for (const declaration of statement.declarationList.declarations) {
    const call = declaration.initializer === undefined ? undefined : unwrap(declaration.initializer)
    if (call === undefined || !isDefineEntity(call, context) || !ts.isIdentifier(declaration.name)) continue
    const declared = { exported, doc: readDoc(statement, context) }
    entities.push({ call, entity: readEntity(call, declaration.name, declared, context) })
  }
  return entities
}

/** Whether `node` calls `defineEntity` of `orm-gen/schema`, under whatever name it was imported. */
export function isDefineEntity(node: ts.Node, context: ReadContext): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false
  const callee = unwrap(node.expression)
  if (ts.isIdentifier(callee)) return importedBuilder(callee.text, context) === 'defineEntity'
  return isNamespaceAccess(callee, context) && callee.name.text === 'defineEntity'
}

function readEntity(
  call: ts.CallExpression,
  name: ts.Identifier,
  declared: Pick<ParsedEntity, 'exported' | 'doc'>,
  context: ReadContext,
): ParsedEntity {
  const [table, columns, options] = call.arguments
  return {
    ...declared,
    name: name.text,
    range: context.places.of(name),
    callRange: context.places.of(call.expression),
    table: table === undefined || ts.isObjectLiteralExpression(table) ? undefined : readValue(table, context),
    ...(columns === undefined ? { columns: [], complete: true } : readColumns(columns, context)),
    options: options === undefined ? undefined : readValue(options, context),
  }
}
