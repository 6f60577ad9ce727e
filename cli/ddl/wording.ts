import type { Difference } from '../../codegen/introspect/index.js'
import type { Comparison } from './compare.js'

/** Statements to feed into a client; each pool has its own database. */
export function script(pools: readonly { readonly pool: string; readonly statements: readonly string[] }[]): string {
  return pools
    .map(({ pool, statements }) => {
      const heading = pools.length === 1 ? '' : `-- pool ${pool}\n\n`
      return heading + statements.map((sql) => `${sql};\n`).join('\n')
    })
    .join('\n')
}

export function poolHeading(pool: string, address: string): string {
  return `${pool} (${address})`
}

/** Each in words and SQL; `+` adds, `~` changes. */
export function differencesOf(differences: readonly Difference[]): string {
  return differences.map(inWords).join('\n')
}

export function applied({ table, words }: Difference): string {
  return `  added  ${table}: ${words}`
}

export function outcome({ additions, changes, bookkeeping }: Comparison, done: 'compared' | 'applied'): string {
  const wasApplied = done === 'applied'
  const made = wasApplied ? 'made' : 'to make: orm-gen ddl --apply'
  const parts = [
    ...(additions.length === 0 ? [] : [`${plural(additions.length, 'addition')} ${made}`]),
    ...(changes.length === 0 ? [] : [`${plural(changes.length, 'change')} left to your migration tool`]),
  ]
  const own = plural(bookkeeping.length, 'table')
  return [
    `  ${parts.length === 0 ? 'nothing differs' : parts.join(', ')}`,
    ...(bookkeeping.length === 0
      ? []
      : [
          `  ${own} of the consumer ${wasApplied ? 'made' : 'missing, which it makes when it starts; so does --apply'}`,
        ]),
  ].join('\n')
}

function inWords({ table, effect, words, sql }: Difference): string {
  const statements = sql.map((text) => `      ${text.replaceAll('\n', '\n      ')};`)
  return [`  ${effect === 'adds' ? '+' : '~'} ${table}: ${words}`, ...statements].join('\n')
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
