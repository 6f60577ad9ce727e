/** Reads a text literal: quotes doubled or behind a backslash, perhaps a charset before it. */
export function readTextLiteral(sql: string): string | undefined {
  const body = /^(?:_\w+\s*)?'(.*)'$/s.exec(sql)?.[1]
  return body?.replace(/\\(.)|''/gs, (_match, escaped: string | undefined) =>
    escaped === undefined ? "'" : (ESCAPES[escaped] ?? escaped),
  )
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0', Z: '\x1a' }

/** MySQL's information_schema escapes the expressions that it prints: `_utf8mb4\\'x\\'`. */
export function unescapeExpression(printed: string): string {
  return printed.replace(/\\(.)/gs, (_match, escaped: string) => ESCAPES[escaped] ?? escaped)
}

/** The members of `enum('a','it''s')`, in order. */
export function readMembers(list: string): readonly string[] {
  return [...list.matchAll(/'((?:[^'\\]|''|\\.)*)'/gs)].map(([literal]) => readTextLiteral(literal)!)
}
