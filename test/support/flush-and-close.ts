import { createEngine } from '../../runtime/engine/create-engine.js'
import { defineTable, Entity } from '../../runtime/entity/index.js'

/** A process that flushes, closes the engine and must end by itself: nothing of ours may keep it alive. */
const [, , mysql = '', address = '', namespace = ''] = process.argv
const table = defineTable({
  entity: 'Team',
  table: 'teams',
  pool: 'default',
  key: ['id'],
  columns: [
    { property: 'id', column: 'id', type: { kind: 'bigint', unsigned: true }, id: 'sequence' },
    { property: 'title', column: 'title', type: { kind: 'varchar', length: 50 } },
  ],
  uniques: [],
  sql: { select: '', whereKey: '', insert: '', insertRow: '' },
})
class TeamEntity extends Entity {
  static override readonly table = table

  constructor(input: { title: string }) {
    super(table, input)
  }
}
const engine = await createEngine({ default: { mysql, redis: { address, namespace } } }, { entities: [TeamEntity] })
const flushed = engine.flushLazy(new TeamEntity({ title: 'from a process that ends' }))
await engine.close()
await flushed
