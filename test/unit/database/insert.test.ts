import { describe, expect, test } from 'vitest'
import type { SqlSession } from '../../../runtime/database/session.js'
import { GeneratedIds } from '../../../runtime/database/statements/generated-ids.js'
import { runInsert } from '../../../runtime/database/statements/insert.js'
import { event } from '../../support/events.js'
import { modelsOf } from '../../support/schema-models.js'
import { tablesOf } from '../../support/tables.js'

const [table] = tablesOf(
  modelsOf(`import { defineEntity, id, varchar } from 'orm-gen/schema'
  export const Order = defineEntity('orders', { id: id().autoIncrement(), note: varchar(50) })`),
)

/** A server whose ids go up by `step` from 100, as MySQL tells them: the first of each statement. */
function serverWithStep(step: number) {
  const statements: string[] = []
  let next = 100
  const send = async (sql: string, values: readonly unknown[]) => {
    statements.push(sql)
    const insertId = String(next)
    next += step * values.length
    return { affectedRows: values.length, insertId }
  }
  const session = { autoIncrementIncrement: step, query: send, execute: send } as unknown as SqlSession
  return { session, statements }
}

async function insertThree(step: number) {
  const { session, statements } = serverWithStep(step)
  const ids = new GeneratedIds()
  const rows = ['a', 'b', 'c'].map((note) => ({
    event: event(['insert', 'Order', 'note'], note),
    node: { unit: { eventId: note, events: [] }, entryId: '', sequence: 0 },
    eventIndex: 0,
  }))
  const context = { session, ids, missingRows: 'fail', table: () => table! } as const
  await runInsert({ operation: 'insert', entity: 'Order', rows }, context)
  return { statements, results: ids.results() }
}

describe('ids of many rows', () => {
  test('are counted on from the first where the server counts by one', async () => {
    const { statements, results } = await insertThree(1)
    expect(statements).toHaveLength(1)
    expect(results).toEqual([
      ['a', '{"0":"100"}'],
      ['b', '{"0":"101"}'],
      ['c', '{"0":"102"}'],
    ])
  })

  test('are asked one by one where it counts in steps', async () => {
    const { statements, results } = await insertThree(5)
    expect(statements).toHaveLength(3)
    expect(results).toEqual([
      ['a', '{"0":"100"}'],
      ['b', '{"0":"105"}'],
      ['c', '{"0":"110"}'],
    ])
  })
})
