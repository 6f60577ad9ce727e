import { expect, test } from 'vitest'
import { COMMANDS, DEFAULT_COMMAND } from '../../../cli/commands.js'
import { DOC_PAGES, docBlocks } from '../../support/doc-blocks.js'

interface CommandLine {
  readonly place: string
  readonly words: readonly string[]
}

/** Lines of shell blocks that call `orm-gen`, and `code` that is a whole command line, without comments. */
function commandLines(page: string): readonly CommandLine[] {
  return docBlocks(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text, line }) =>
      text.split('\n').flatMap((command, index) =>
        command
          .replace(/\s#.*$/, '')
          .split('&&')
          .map((part) => /^\s*(?:npx )?orm-gen\b\s*(.*?)[\s&]*$/.exec(part)?.[1])
          .filter((rest) => rest !== undefined)
          .map((rest) => ({ place: `${page}:${line + 1 + index}`, words: rest.match(/'[^']*'|\S+/g) ?? [] })),
      ),
    )
}

async function problemOf({ words }: CommandLine): Promise<string | undefined> {
  const isFlag = (word: string) => word.startsWith('--')
  const name = words[0] === undefined || isFlag(words[0]) ? DEFAULT_COMMAND : words[0]
  const entry = COMMANDS.find(({ form }) => form.split(' ')[0] === name)
  if (entry === undefined) return `there is no command ${name}`
  const { options } = await entry.load()
  const known = new Set([...Object.keys(options), 'help', 'version', 'verbose'])
  const strange = words.filter(isFlag).map((word) => word.slice(2).split('=')[0]!)
  return strange.find((flag) => !known.has(flag) && !known.has(flag.replace(/^no-/, '')))
}

test('every orm-gen command line of the docs has a command and flags that exist', { timeout: 120_000 }, async () => {
  const lines = DOC_PAGES.flatMap(commandLines)
  expect(lines.length).toBeGreaterThan(20)
  const checked = await Promise.all(lines.map(async (line) => ({ place: line.place, problem: await problemOf(line) })))
  expect(checked.filter(({ problem }) => problem !== undefined)).toEqual([])
})
