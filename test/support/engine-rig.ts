import * as builders from '../../codegen/schema/index.js'
import { createTables } from '../../codegen/sql/index.js'
import { BackgroundConsumer, type BackgroundConsumerOptions } from '../../runtime/background-consumer.js'
import { type CreateEngineOptions, createEngine } from '../../runtime/engine/create-engine.js'
import type { Engine } from '../../runtime/engine/engine.js'
import { type AnyEntity, Entity, type EntityClass, type Table } from '../../runtime/entity/index.js'
import { EntryDecoder } from '../../runtime/event/entry-decoder.js'
import type { Unit } from '../../runtime/event/unit.js'
import { SILENT } from './consumer-rig.js'
import { modelsOf } from './schema-models.js'
import { tablesOf } from './tables.js'
import { createWorld, type World } from './world.js'

/** An entity of a test's own schema, without the accessors that a generated class has. */
export interface LooseEntity extends AnyEntity {
  get(property: string): unknown
  set(values: Readonly<Record<string, unknown>>): this
  increment(property: string, by?: bigint | number): void
  readonly isDirty: boolean
}

export type LooseClass = EntityClass

/** Tables of a test's own schema, an engine for them, and consumers as they are needed. */
export class EngineRig implements AsyncDisposable {
  readonly world: World
  readonly engine: Engine
  readonly classes: Readonly<Record<string, LooseClass>>

  private constructor(world: World, engine: Engine, classes: Readonly<Record<string, LooseClass>>) {
    this.world = world
    this.engine = engine
    this.classes = classes
  }

  /** `schema` is the text of a schema file, without its import; its tables are created. */
  static async create(
    name: string,
    schema: string,
    options: Omit<Partial<CreateEngineOptions>, 'entities'> & {
      readonly redisUrl?: string
      readonly mysqlUrl?: string
    } = {},
  ): Promise<EngineRig> {
    const { mysqlUrl, ...others } = options
    const world = await createWorld(name, mysqlUrl === undefined ? {} : { mysqlUrl })
    const models = modelsOf(`import { ${BUILDERS.join(', ')} } from 'orm-gen/schema'\n${schema}`)
    for (const sql of createTables(models)) await world.query(sql)
    const classes = Object.fromEntries(tablesOf(models).map((table) => [table.entity, looseClass(table)]))
    const { redisUrl = world.redisUrl, ...engineOptions } = others
    try {
      const engine = await createEngine(
        { default: { mysql: world.mysqlUrl, redis: { address: redisUrl, namespace: world.namespace } } },
        { logger: SILENT, ...engineOptions, entities: Object.values(classes) },
      )
      return new EngineRig(world, engine, classes)
    } catch (error) {
      await world.close()
      throw error
    }
  }

  get stream(): string {
    return this.engine.config.streams[0]!.key
  }

  make(entity: string, input: Readonly<Record<string, unknown>>): LooseEntity {
    return new this.classes[entity]!(input as never) as unknown as LooseEntity
  }

  /** What is in the stream, entry by entry. */
  async entries(): Promise<(readonly Unit[])[]> {
    const entries = await this.world.redis.xrange(this.stream, '-', '+')
    return entries.map(([, fields]) => new EntryDecoder().decode(fields[1]!))
  }

  /** Units in the stream in a short form: `insert User 1 Tom`. */
  async units(): Promise<string[][]> {
    return (await this.entries()).flat().map((unit) =>
      unit.events.map(({ shape, values }) => {
        const shown = values.map((value, index) => {
          const { role, property } = shape.fields[index]!
          return role === 'key' ? value : `${property}=${typeof value === 'object' ? JSON.stringify(value) : value}`
        })
        return [shape.operation, shape.entity, ...shown].join(' ')
      }),
    )
  }

  /** Applies everything that is queued. */
  async drain(options: BackgroundConsumerOptions = {}): Promise<void> {
    await using consumer = new BackgroundConsumer(this.engine, options)
    await consumer.drain({ timeoutMs: 15_000 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine.close()
    await this.world.close()
  }
}

const BUILDERS = Object.keys(builders)

export function looseClass(table: Table): LooseClass {
  return class Loose extends Entity {
    static override readonly table = table

    constructor(input: object) {
      super(table, input)
    }

    get(property: string): unknown {
      return this.$changes.get(table.byProperty.get(property)!.index)
    }

    set(values: Readonly<Record<string, unknown>>): this {
      for (const [property, value] of Object.entries(values)) {
        const reference = table.byReference.get(property)
        if (reference !== undefined) this.$changes.setReference(reference.index, value)
        else this.$changes.set(table.byProperty.get(property)!.index, value)
      }
      return this
    }
  } as unknown as LooseClass
}
