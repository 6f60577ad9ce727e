import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/**
 * Puts a text between the marks of that name in a Markdown file, which are comments: `<!-- bench:start -->` and
 * `<!-- bench:end -->`. A file that is not there yet becomes marks and text. Throws where a file has no such marks.
 */
export function writeMarked(path: string, name: string, text: string): void {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const before = existsSync(path) ? readFileSync(path, 'utf8') : `${start}\n${end}\n`
  const [from, to] = [before.indexOf(start), before.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${path} has no lines ${start} and ${end}`)
  writeFileSync(path, `${before.slice(0, from + start.length)}\n${text.trim()}\n${before.slice(to)}`)
}
