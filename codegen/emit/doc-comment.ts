import type { Block } from './lines.js'

/** A documentation comment with the given paragraphs; nothing where all are undefined. */
export function docComment(...paragraphs: readonly (string | undefined)[]): Block[] {
  const text = paragraphs.filter((paragraph) => paragraph !== undefined).join('\n')
  if (text === '') return []
  const safe = text.replaceAll('*/', '*\\/')
  if (!safe.includes('\n')) return [`/** ${safe} */`]
  return ['/**', ...safe.split('\n').map((line) => (line === '' ? ' *' : ` * ${line}`)), ' */']
}
