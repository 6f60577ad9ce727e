const INDENT = '  '

/** A block of code: lines, nested blocks, and `null` for what is left out. */
export type Block = string | null | readonly Block[]

/** The lines of a block; what is nested stands one step further in. */
export function render(blocks: readonly Block[]): string {
  return `${flatten(blocks, 0).join('\n')}\n`
}

function flatten(blocks: readonly Block[], depth: number): string[] {
  return blocks.flatMap((block) => {
    if (block === null) return []
    if (typeof block !== 'string') return flatten(block, depth + 1)
    return block.split('\n').map((line) => (line === '' ? '' : INDENT.repeat(depth) + line))
  })
}

/** Blocks with an empty line between them. */
export function spaced(groups: readonly (readonly Block[])[]): Block[] {
  return groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : ['', ...group]))
}
