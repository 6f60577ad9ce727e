import type { Difference } from '../../codegen/introspect/index.js'

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

export function outcome(
  additions: readonly Difference[],
  changes: readonly Difference[],
  done: 'compared' | 'applied',
): string {
  if (additions.length + changes.length === 0) return '  nothing differs'
  const added = plural(additions.length, 'addition')
  const parts = [
    ...(additions.length === 0 ? [] : [done === 'applied' ? `${added} made` : `${added}: orm-gen ddl --apply`]),
    ...(changes.length === 0 ? [] : [`${plural(changes.length, 'change')} left to your migration tool`]),
  ]
  return `  ${parts.join(', ')}`
}

function inWords({ table, effect, words, sql }: Difference): string {
  const statements = sql.map((text) => `      ${text.replaceAll('\n', '\n      ')};`)
  return [`  ${effect === 'adds' ? '+' : '~'} ${table}: ${words}`, ...statements].join('\n')
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
