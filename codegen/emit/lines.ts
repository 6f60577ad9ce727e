const INDENT = '  '

/** A block of code: lines, nested blocks, and `null` for what is left out. */
export type Block = string | null | readonly Block[]

/** The lines of a block; what is nested stands one step further in. */
export function render(blocks: readonly Block[]): string {
  const lines: string[] = []
  append(blocks, '', lines)
  return `${lines.join('\n')}\n`
}

function append(blocks: readonly Block[], indent: string, lines: string[]): void {
  for (const block of blocks) {
    if (block === null) continue
    if (typeof block !== 'string') append(block, indent + INDENT, lines)
    else if (indent === '' || !block.includes('\n')) lines.push(block === '' ? '' : indent + block)
    else for (const line of block.split('\n')) lines.push(line === '' ? '' : indent + line)
  }
}

/** Blocks with an empty line between them. */
export function spaced(groups: readonly (readonly Block[])[]): Block[] {
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : ['', ...group]))
}
