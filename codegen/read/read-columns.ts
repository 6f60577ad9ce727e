import { ts } from 'ts-morph'
import { diagnostic } from '../diagnostics/index.js'
import { follow } from './follow.js'
import type { ParsedColumn, ParsedEntity } from './parsed.js'
import { readCallChain } from './read-call-chain.js'
import type { ReadContext } from './read-context.js'
import { readDoc } from './read-doc.js'
import { reportMember } from './read-value.js'
import { memberName, unwrap } from './syntax.js'

type Columns = Pick<ParsedEntity, 'columns' | 'complete'>

const NOTHING: Columns = { columns: [], complete: false }

/**
 * Reads an object literal of columns, or a constant that stands for one. Groups of columns may be spread into it; as in
 * JavaScript, what comes later takes the place of what it finds under its name.
 */
export function readColumns(expression: ts.Node, context: ReadContext): Columns {
  const node = unwrap(expression)
  if (ts.isObjectLiteralExpression(node)) return readLiteral(node, context)
  const followed = follow(node, context)
  if (followed?.kind === 'expression') return readColumns(followed.node, followed.context)
  const why = followed === undefined ? '' : `: ${followed.why}`
  context.report(
    diagnostic(
      'ORM1003',
      context.places.of(node),
      `${context.places.excerpt(node)} cannot be read without running it${why}`,
      'write the columns out as an object literal, here or in a `const` of a schema file: { id: id(), name: varchar(100) }',
    ),
  )
  return NOTHING
}

function readLiteral(node: ts.ObjectLiteralExpression, context: ReadContext): Columns {
  const columns: ParsedColumn[] = []
  const spread = new Set<ParsedColumn>()
  let complete = true
  const put = (column: ParsedColumn) => {
    const at = columns.findIndex(({ property }) => property === column.property)
    if (at >= 0 && (spread.has(column) || spread.has(columns[at]!))) columns[at] = column
    else columns.push(column)
  }
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const group = readColumns(property.expression, context)
      for (const column of group.columns) {
        spread.add(column)
        put(column)
      }
      complete &&= group.complete
      continue
    }
    const column = readColumn(property, context)
    if (column === undefined) complete = false
    else put(column)
  }
  return { columns, complete }
}

function readColumn(property: ts.ObjectLiteralElementLike, context: ReadContext): ParsedColumn | undefined {
  const name = memberName(property)
  if (name === undefined || !(ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property))) {
    reportMember(property, context)
    return undefined
  }
  const value = ts.isPropertyAssignment(property) ? property.initializer : property.name
  const [builder, ...modifiers] = readCallChain(value, context) ?? []
  if (builder === undefined) return undefined
  return {
    property: name,
    range: context.places.of(property.name),
    doc: readDoc(property, context),
    builder,
    modifiers,
  }
}
