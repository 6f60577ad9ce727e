import { ts } from 'ts-morph'
import type { ReadContext } from './read-context.js'

/** The last documentation comment before a node, without its stars; undefined where there is none. */
export function readDoc(node: ts.Node, context: ReadContext): string | undefined {
  const { text } = context.places.file
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []
  const comment = comments.findLast(({ pos, end }) => end - pos > 4 && text.startsWith('/**', pos))
  if (comment === undefined) return undefined
  const lines = text
    .slice(comment.pos + 3, comment.end - 2)
    .split(/\r?\n/)
    .map((line, index) => (index === 0 ? line : line.replace(/^\s*\* ?/, '')).trimEnd())
  const doc = lines.join('\n').trim()
  return doc === '' ? undefined : doc
}
