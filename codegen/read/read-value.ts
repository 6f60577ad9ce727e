import { ts } from 'ts-morph'
import { diagnostic } from '../diagnostics/index.js'
import type { SourceRange } from '../model/index.js'
import { follow } from './follow.js'
import { calledBuilder } from './imported-builder.js'
import type { ParsedMember, ParsedValue } from './parsed.js'
import type { ReadContext } from './read-context.js'
import { memberName, unwrap } from './syntax.js'

/**
 * Reads a literal, an array or object of literals, `() => Entity`, `shardBy(...)`, or a constant of a schema file that stands for one of
 * these. Anything else is reported as ORM1003.
 */
export function readValue(expression: ts.Node, context: ReadContext): ParsedValue {
  const node = unwrap(expression)
  const range = context.places.of(node)
  if (ts.isStringLiteralLike(node)) return { kind: 'string', value: node.text, range }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'boolean', value: true, range }
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'boolean', value: false, range }
  if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: 'null', range }
  const number = readNumber(node)
  if (typeof number === 'bigint') return { kind: 'bigint', value: number, range }
  if (number !== undefined) return { kind: 'number', value: number, range }
  if (ts.isArrayLiteralExpression(node)) {
    return { kind: 'array', items: readValues(node.elements, context), range }
  }
  if (ts.isObjectLiteralExpression(node)) return { kind: 'object', members: readMembers(node, context), range }
  if (ts.isArrowFunction(node) && node.parameters.length === 0 && !ts.isBlock(node.body)) {
    const body = unwrap(node.body)
    if (ts.isIdentifier(body)) return { kind: 'target', name: body.text, range: context.places.of(body) }
  }
  if (ts.isCallExpression(node) && calledBuilder(node, context) === 'shardBy') {
    return { kind: 'call', name: 'shardBy', args: readValues(node.arguments, context), range }
  }
  return readConstant(node, context)
}

/** A list of values, in which constant arrays may be spread. */
export function readValues(list: readonly ts.Expression[], context: ReadContext): readonly ParsedValue[] {
  return list.flatMap((item): readonly ParsedValue[] => {
    if (!ts.isSpreadElement(item)) return [readValue(item, context)]
    const spread = readValue(item.expression, context)
    if (spread.kind === 'array') return spread.items
    if (spread.kind !== 'unreadable') report(item, 'it is no array', context)
    return [{ kind: 'unreadable', range: spread.range }]
  })
}

/** What a name stands for, at the place of the name: there an author looks for what is wrong with it. */
function readConstant(node: ts.Node, context: ReadContext): ParsedValue {
  const range = context.places.of(node)
  const followed = follow(node, context)
  if (followed?.kind !== 'expression') return report(node, followed?.why, context)
  let isReadable = true
  const quiet = followed.context.reportingTo(() => {
    isReadable = false
  })
  const value = readValue(followed.node, quiet)
  if (isReadable) return placedAt(value, range)
  const { places } = followed.context
  const at = places.of(followed.node)
  return report(node, `it is ${places.excerpt(followed.node)} (${at.file}:${at.line})`, context)
}

function placedAt(value: ParsedValue, range: SourceRange): ParsedValue {
  switch (value.kind) {
    case 'array':
      return { ...value, range, items: value.items.map((item) => placedAt(item, range)) }
    case 'object':
      return {
        ...value,
        range,
        members: value.members.map((member) => ({ ...member, range, value: placedAt(member.value, range) })),
      }
    case 'call':
      return { ...value, range, args: value.args.map((arg) => placedAt(arg, range)) }
    case 'target':
      return value
    default:
      return { ...value, range }
  }
}

function report(node: ts.Node, why: string | undefined, context: ReadContext): ParsedValue {
  const range = context.places.of(node)
  const fact = `${context.places.excerpt(node)} cannot be read without running it${why === undefined ? '' : `: ${why}`}`
  const hint = 'write a literal, or a `const` of a schema file: they are read, never executed'
  context.report(diagnostic('ORM1003', range, fact, hint))
  return { kind: 'unreadable', range }
}

/**
 * The members of an object literal, of two of one name the later; accessors, methods and computed names are reported and
 * left out.
 */
function readMembers(node: ts.ObjectLiteralExpression, context: ReadContext): readonly ParsedMember[] {
  const members: ParsedMember[] = []
  for (const property of node.properties) {
    const name = memberName(property)
    if (name !== undefined && ts.isPropertyAssignment(property)) {
      members.push({ name, range: context.places.of(property.name), value: readValue(property.initializer, context) })
    } else if (ts.isShorthandPropertyAssignment(property)) {
      const range = context.places.of(property.name)
      members.push({ name: property.name.text, range, value: readValue(property.name, context) })
    } else if (ts.isSpreadAssignment(property)) {
      const spread = readValue(property.expression, context)
      if (spread.kind === 'object') members.push(...spread.members)
      else if (spread.kind !== 'unreadable') report(property, 'it is no object', context)
    } else {
      reportMember(property, context)
    }
  }
  return members
}

export function reportMember(property: ts.ObjectLiteralElementLike, context: ReadContext): void {
  context.report(
    diagnostic(
      'ORM1003',
      context.places.of(property),
      `${context.places.excerpt(property)} cannot be read without running it`,
      'write each property out as `name: value`',
    ),
  )
}

function readNumber(node: ts.Node): number | bigint | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text)
  if (ts.isBigIntLiteral(node)) return BigInt(node.text.slice(0, -1))
  if (!ts.isPrefixUnaryExpression(node)) return undefined
  const operand = readNumber(node.operand)
  if (operand === undefined) return undefined
  if (node.operator === ts.SyntaxKind.MinusToken) return -operand
  return node.operator === ts.SyntaxKind.PlusToken && typeof operand === 'number' ? operand : undefined
}
