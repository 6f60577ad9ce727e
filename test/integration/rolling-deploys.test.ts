import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as builders from '../../codegen/schema/index.js'
import { createTables } from '../../codegen/sql/index.js'
import { BackgroundConsumer } from '../../runtime/background-consumer.js'
import { createEngine } from '../../runtime/engine/create-engine.js'
import type { Engine } from '../../runtime/engine/engine.js'
import { SILENT } from '../support/consumer-rig.js'
import { type LooseClass, type LooseEntity, looseClass } from '../support/engine-rig.js'
import { modelsOf } from '../support/schema-models.js'
import { tablesOf } from '../support/tables.js'
import { createWorld, type World } from '../support/world.js'

let world: World

beforeAll(async () => {
  world = await createWorld('rolling')
})

afterAll(() => world.close())

/** One of two neighbouring versions: what it can queue, and what it makes of what was queued. */
interface Version extends AsyncDisposable {
  readonly engine: Engine
  readonly classes: Readonly<Record<string, LooseClass>>
}

const IMPORT = `import { ${Object.keys(builders).join(', ')} } from 'orm-gen/schema'`
const itemOf = (columns: string, options = '') =>
  `export const Item = defineEntity('items', { id: uuid().primary(), name: varchar(20), ${columns} }${options})`

async function open(schema: string): Promise<Version> {
  const classes = Object.fromEntries(tablesOf(modelsOf(`${IMPORT}\n${schema}`)).map((t) => [t.entity, looseClass(t)]))
  const engine = await createEngine(
    { default: { mysql: world.mysqlUrl, redis: { address: world.redisUrl, namespace: world.namespace } } },
    { entities: Object.values(classes), logger: SILENT, consumer: { leaseMs: 1_000 } },
  )
  return { engine, classes, [Symbol.asyncDispose]: () => engine.close() }
}

/** Both versions, over the tables that `database` describes. */
async function deploy(change: Change): Promise<{ older: Version; newer: Version } & AsyncDisposable> {
  await world.query('DROP TABLE IF EXISTS items, extras')
  for (const sql of createTables(modelsOf(`${IMPORT}\n${change.database ?? change.newer}`))) await world.query(sql)
  const [older, newer] = [await open(change.older), await open(change.newer)]
  return {
    older,
    newer,
    [Symbol.asyncDispose]: async () => {
      await older[Symbol.asyncDispose]()
      await newer[Symbol.asyncDispose]()
    },
  }
}

async function flush({ engine, classes }: Version, entity: string, input: object): Promise<LooseEntity> {
  const made = new classes[entity]!(input as never) as unknown as LooseEntity
  await engine.flushLazy(made)
  return made
}

async function drain({ engine }: Version): Promise<void> {
  await using consumer = new BackgroundConsumer(engine)
  await consumer.drain({ timeoutMs: 15_000 })
}

/** What the consumer of this version says when it comes to what it does not understand. */
async function alertOf({ engine }: Version): Promise<string> {
  await using consumer = new BackgroundConsumer(engine)
  const alert = new Promise<string>((resolve) =>
    consumer.on('alert', ({ kind, message }) => resolve(`${kind}: ${message}`)),
  )
  const running = consumer.run()
  const said = await alert
  await consumer.close()
  await running
  return said
}

const rows = (table = 'items') => world.query(`SELECT * FROM ${table} ORDER BY name`)
const deadLetters = async () => (await world.query('SELECT id FROM orm_lazy_dead_letter')).length

interface Change {
  readonly name: string
  readonly older: string
  readonly newer: string
  /** What the tables are like while both run; as the newer version says unless given. */
  readonly database?: string
  /** What a producer of each version queues. */
  readonly says: { readonly older: object; readonly newer: object }
  /** What becomes of it with a consumer of the other version: the row, or of what the alert speaks. */
  readonly becomes: { readonly older: object | string; readonly newer: object | string }
}

const CHANGES: readonly Change[] = [
  {
    name: 'a nullable column is added',
    older: itemOf('n: int()'),
    newer: itemOf('n: int(), note: varchar(9).nullable()'),
    says: { older: { n: 1 }, newer: { n: 2, note: 'new' } },
    becomes: { older: { n: 1, note: null }, newer: 'Item.note' },
  },
  {
    name: 'a column with a default is added',
    older: itemOf('n: int()'),
    newer: itemOf("n: int(), kind: varchar(9).default('plain')"),
    says: { older: { n: 1 }, newer: { n: 2 } },
    becomes: { older: { n: 1, kind: 'plain' }, newer: 'Item.kind' },
  },
  {
    name: 'a column without a default is added',
    older: itemOf('n: int()'),
    newer: itemOf("n: int(), count: int(), kind: enumOf('a', 'b'), label: varchar(9)"),
    says: { older: { n: 1 }, newer: { n: 2, count: 3, kind: 'b', label: 'x' } },
    becomes: { older: { n: 1, count: 0, kind: 'a', label: '' }, newer: 'Item.count' },
  },
  {
    name: 'a column is removed on purpose',
    older: itemOf("n: int(), nickname: varchar(9).default('none')"),
    newer: itemOf('n: int()', ", { removed: ['nickname'] }"),
    database: itemOf("n: int(), nickname: varchar(9).default('none')"),
    says: { older: { n: 1, nickname: 'old' }, newer: { n: 2 } },
    becomes: { older: { n: 1, nickname: 'none' }, newer: { n: 2, nickname: 'none' } },
  },
  {
    name: 'a column is removed without a word',
    older: itemOf("n: int(), nickname: varchar(9).default('none')"),
    newer: itemOf('n: int()'),
    database: itemOf("n: int(), nickname: varchar(9).default('none')"),
    says: { older: { n: 1, nickname: 'old' }, newer: { n: 2 } },
    becomes: { older: 'Item.nickname', newer: { n: 2, nickname: 'none' } },
  },
  {
    name: 'a property is renamed',
    older: itemOf('n: int()'),
    newer: itemOf("total: int().renamedFrom('n').column('n')"),
    says: { older: { n: 1 }, newer: { total: 2 } },
    becomes: { older: { n: 1 }, newer: 'Item.total' },
  },
  {
    name: 'a type is widened',
    older: itemOf('n: smallint()'),
    newer: itemOf('n: int()'),
    says: { older: { n: 1 }, newer: { n: 1_000_000 } },
    becomes: { older: { n: 1 }, newer: { n: 1_000_000 } },
  },
  {
    name: 'an enum grows',
    older: itemOf("kind: enumOf('a', 'b')"),
    newer: itemOf("kind: enumOf('a', 'b', 'c')"),
    says: { older: { kind: 'b' }, newer: { kind: 'c' } },
    becomes: { older: { kind: 'b' }, newer: 'the member "c" of Item.kind' },
  },
]

describe.each(CHANGES)('$name', (change) => {
  test.each(['older', 'newer'] as const)(
    'and a producer of the %s version meets a consumer of the other',
    async (from) => {
      await using both = await deploy(change)
      const [producer, consumer] = from === 'older' ? [both.older, both.newer] : [both.newer, both.older]
      await flush(producer, 'Item', { name: from, ...change.says[from] })
      const expected = change.becomes[from]
      if (typeof expected === 'string') {
        expect(await alertOf(consumer)).toMatch(`consumerTooOld: This consumer does not know ${expected}`)
        expect(await rows()).toEqual([])
        await drain(producer)
        expect(await rows()).toMatchObject([{ name: from }])
      } else {
        await drain(consumer)
        const [row] = await rows()
        const { id, ...values } = row as Record<string, unknown>
        expect(values).toEqual({ name: from, ...expected })
      }
      expect(await deadLetters()).toBe(0)
    },
  )
})

test('an entity is added: its units wait for a consumer that knows it', async () => {
  const older = itemOf('n: int()')
  const newer = `${older}\nexport const Extra = defineEntity('extras', { id: uuid().primary(), name: varchar(20) })`
  await using both = await deploy({
    name: '',
    older,
    newer,
    says: { older: {}, newer: {} },
    becomes: { older: {}, newer: {} },
  })
  await flush(both.newer, 'Extra', { name: 'x' })
  expect(await alertOf(both.older)).toMatch('consumerTooOld: This consumer does not know the entity Extra')
  await drain(both.newer)
  expect(await rows('extras')).toMatchObject([{ name: 'x' }])
})

test('changes by producers of both versions come together in one row', async () => {
  const older = itemOf("n: int(), nickname: varchar(9).default('none')")
  await using both = await deploy({
    name: '',
    older,
    newer: itemOf('n: int()', ", { removed: ['nickname'] }"),
    database: older,
    says: { older: {}, newer: {} },
    becomes: { older: {}, newer: {} },
  })
  const item = await flush(both.older, 'Item', { name: 'both', n: 1 })
  const key = item.get('id') as never
  await both.older.engine.patchLazy(both.older.classes.Item!, key, { nickname: 'old' } as never)
  item.set({ nickname: 'older' })
  item.increment('n', 5)
  await both.older.engine.flushLazy(item)
  await both.newer.engine.patchLazy(both.newer.classes.Item!, key, { name: 'newest' } as never)
  await drain(both.newer)
  expect(await rows()).toMatchObject([{ name: 'newest', n: 6, nickname: 'none' }])
  expect(await deadLetters()).toBe(0)
})
