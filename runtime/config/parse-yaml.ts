import { parseDocument } from 'yaml'
import { ConfigError } from './config-error.js'

/** The plain data of a YAML text; `{}` for an empty one. Throws ConfigError with the line of every syntax error. */
export function parseYaml(source: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true })
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      path: error.linePos === undefined ? '' : `${error.linePos[0].line}:${error.linePos[0].col}`,
      message: error.message.split(/ at line |\n/)[0] ?? 'cannot be read',
    }))
    throw new ConfigError(source, problems)
  }
  return document.toJS() ?? {}
}
