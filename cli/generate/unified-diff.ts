const CONTEXT = 3

type Edit = { readonly kind: ' ' | '-' | '+'; readonly line: string }

/** The difference of two texts as `diff -u` writes it; '' where they are equal. An undefined side is /dev/null. */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
  const edits = compareLines(toLines(before), toLines(after))
  const hunks = hunksOf(edits)
  if (hunks.length === 0) return ''
  const from = before === undefined ? '/dev/null' : `a/${path}`
  const to = after === undefined ? '/dev/null' : `b/${path}`
  return [`--- ${from}`, `+++ ${to}`, ...hunks].join('\n').concat('\n')
}

function toLines(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return []
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}

/** The longest common subsequence of what remains after equal starts and ends. */
function compareLines(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  const rest = Math.min(before.length, after.length) - start
  while (end < rest && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const keep = (line: string): Edit => ({ kind: ' ', line })
  return [
    ...before.slice(0, start).map(keep),
    ...compareMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(keep),
  ]
}

function compareMiddle(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const width = after.length + 1
  const lengths = new Uint32Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        before[i] === after[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
    }
  }
  const edits: Edit[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push({ kind: ' ', line: before[i]! })
      i++
      j++
    } else if (
      j >= after.length ||
      (i < before.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)
    ) {
      edits.push({ kind: '-', line: before[i++]! })
    } else {
      edits.push({ kind: '+', line: after[j++]! })
    }
  }
  return edits
}

/** Changes with their context, those that are near together. */
function hunksOf(edits: readonly Edit[]): readonly string[] {
  const changed = edits.flatMap(({ kind }, index) => (kind === ' ' ? [] : [index]))
  const spans: { from: number; to: number }[] = []
  for (const index of changed) {
    const last = spans.at(-1)
    if (last !== undefined && index - last.to <= 2 * CONTEXT) last.to = index
    else spans.push({ from: index, to: index })
  }
  return spans.map(({ from, to }) => hunk(edits, Math.max(0, from - CONTEXT), Math.min(edits.length, to + CONTEXT + 1)))
}

function hunk(edits: readonly Edit[], from: number, to: number): string {
  const count = (part: readonly Edit[], other: '-' | '+') => part.filter(({ kind }) => kind !== other).length
  const leading = edits.slice(0, from)
  const part = edits.slice(from, to)
  const range = (other: '-' | '+') => {
    const length = count(part, other)
    return `${count(leading, other) + (length === 0 ? 0 : 1)},${length}`
  }
  return [`@@ -${range('+')} +${range('-')} @@`, ...part.map(({ kind, line }) => kind + line)].join('\n')
}
