import { readFileSync, writeFileSync } from 'node:fs'

/**
 * The part of a document between `<!-- begin NAME -->` and `<!-- end NAME -->`, which is written from code.
 * With `DOCS=update` in the environment it becomes `text`.
 */
export function managedSection(path: string, name: string, text: string): string {
  if (process.env.DOCS !== 'update') return findSection(path, name).text
  writeSection(path, name, text)
  return text
}

export function writeSection(path: string, name: string, text: string): void {
  const { before, after } = findSection(path, name)
  writeFileSync(path, before + text + after)
}

function findSection(path: string, name: string): { before: string; text: string; after: string } {
  const document = readFileSync(path, 'utf8')
  const begin = `<!-- begin ${name} -->\n`
  const start = document.indexOf(begin) + begin.length
  const end = document.indexOf(`<!-- end ${name} -->`)
  if (start < begin.length || end < start) throw new Error(`${path} has no section ${name}`)
  return { before: document.slice(0, start), text: document.slice(start, end), after: document.slice(end) }
}
