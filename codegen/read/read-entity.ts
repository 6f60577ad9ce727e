import { ts } from 'ts-morph'
import { diagnostic } from '../diagnostics/index.js'
import { importedBuilder, isNamespaceAccess } from './imported-builder.js'
import type { ParsedColumn, ParsedEntity } from './parsed.js'
import { readCallChain } from './read-call-chain.js'
import type { ReadContext } from './read-context.js'
import { readDoc } from './read-doc.js'
import { memberName, readValue, reportMember, unwrap } from './read-value.js'

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

function readColumns(expression: ts.Expression, context: ReadContext): Pick<ParsedEntity, 'columns' | 'complete'> {
  const node = unwrap(expression)
  if (!ts.isObjectLiteralExpression(node)) {
    context.report(
      diagnostic(
        'ORM1003',
        context.places.of(node),
        `${context.places.excerpt(node)} cannot be read without running it`,
        'write the columns out as an object literal: { id: id(), name: varchar(100) }',
      ),
    )
    return { columns: [], complete: false }
  }
  const columns: ParsedColumn[] = []
  for (const property of node.properties) {
    const name = memberName(property)
    if (name === undefined || !ts.isPropertyAssignment(property)) {
      reportMember(property, context)
      continue
    }
    const calls = readCallChain(property.initializer, context)
    const [builder, ...modifiers] = calls ?? []
    if (builder === undefined) continue
    const range = context.places.of(property.name)
    columns.push({ property: name, range, doc: readDoc(property, context), builder, modifiers })
  }
  return { columns, complete: columns.length === node.properties.length }
}
