import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A fenced block of a page. Comments before it, which readers do not see, complete it: see CONTRIBUTING.md. */
export interface DocBlock {
  readonly page: string
  /** Of its opening fence, from 1. */
  readonly line: number
  readonly language: string
  readonly text: string
  /** Code of a `<!-- before ... -->` comment: what the block takes for granted. */
  readonly before: string
  /** Of an `<!-- unchecked: why -->` comment. */
  readonly unchecked: string | undefined
}

export const DOC_PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  ...readdirSync('examples').map((name) => join('examples', name, 'README.md')),
]

const COMMENT = /<!-- (?:(?<kind>before)\s(?<code>(?:(?!-->)[\s\S])*)|unchecked: (?<why>[^\n]*?)\s*)-->\n+$/

export function docBlocks(page: string): readonly DocBlock[] {
  const text = readFileSync(page, 'utf8')
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => {
    const ahead = text.slice(0, match.index)
    const { code, why } = COMMENT.exec(ahead)?.groups ?? {}
    return {
      page,
      line: ahead.split('\n').length,
      language: match[1]!,
      text: match[2]!,
      before: code ?? '',
      unchecked: why,
    }
  })
}

/** Where the block's first line names a file, as `// schemas/user.ts`, that is what it shows. */
export function shownFile({ text }: DocBlock): string | undefined {
  return /^\/\/ ((?:[\w-]+\/)*[\w-]+\.ts)\n/.exec(text)?.[1]
}

/** Pages whose blocks without a `before` are one program, in their order; it is run on real servers. */
export const PROGRAM_PAGES: readonly string[] = ['README.md', 'docs/quickstart.md', 'docs/recipes.md']

export function isPartOfProgram(block: DocBlock): boolean {
  return PROGRAM_PAGES.includes(block.page) && block.before === '' && !shownFile(block)?.startsWith('schemas/')
}

/** What all blocks but the first declare is their own. */
export function programOfPage(blocks: readonly DocBlock[]): string {
  const parts = blocks.filter(isPartOfProgram)
  const imports = parts.flatMap(({ text }) => text.match(/^import .*$/gm) ?? [])
  const bodies = parts.map(({ text }) => text.replaceAll(/^import .*$/gm, ''))
  return [...imports, ...bodies.map((body, index) => (index === 0 ? body : `{${body}}`))].join('\n')
}

/** What the program of a block is, complete. */
export function programOf({ before, text }: DocBlock): string {
  return `${before}\n${text}\nexport {}\n`
}
