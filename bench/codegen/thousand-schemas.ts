import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const ENTITIES = 1_000

/** Writes `count` schema files of one entity with 8 columns each; every entity refers to the next. */
export async function writeSchemas(folder: string, count = ENTITIES): Promise<void> {
  await mkdir(folder, { recursive: true })
  await Promise.all(
    Array.from({ length: count }, (_, index) => writeFile(join(folder, `entity-${index}.ts`), schema(index, count))),
  )
}

export function schema(index: number, count = ENTITIES, length = 100): string {
  const next = (index + 1) % count
  return `import { datetime, decimal, defineEntity, enumOf, id, int, ref, varchar } from 'orm-gen/schema'
import { Entity${next} } from './entity-${next}.js'

/** Entity ${index} of ${count}. */
export const Entity${index} = defineEntity(
  'entities_${index}',
  {
    id: id(),
    name: varchar(${length}),
    /** Lower-cased before it gets here. */
    email: varchar(255).unique(),
    age: int().unsigned().nullable(),
    role: enumOf('admin', 'member').default('member'),
    next: ref(() => Entity${next}).nullable().onDelete('set null'),
    total: decimal(12, 2).default('0.00'),
    createdAt: datetime().defaultNow(),
  },
  { indexes: [{ columns: ['next', 'role'] }] },
)
`
}
