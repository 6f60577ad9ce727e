import { readFileSync, writeFileSync } from 'node:fs'

/**
 * The part of a document between `<!-- begin NAME -->` and `<!-- end NAME -->`, which is written from code.
 * With `DOCS=update` in the environment it becomes `text`.
 */
export function managedSection(path: string, name: string, text: string): string {
  const document = readFileSync(path, 'utf8')
  const begin = `<!-- begin ${name} -->\n`
  const start = document.indexOf(begin) + begin.length
  const end = document.indexOf(`<!-- end ${name} -->`)
  if (start < begin.length || end < start) throw new Error(`${path} has no section ${name}`)
  if (process.env.DOCS !== 'update') return document.slice(start, end)
  writeFileSync(path, document.slice(0, start) + text + document.slice(end))
  return text
}
