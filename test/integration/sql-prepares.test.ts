import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  bookkeepingStatements,
  ddlStatements,
  entityStatements,
  knownModels,
  literalStatements,
  type Statement,
} from '../support/all-statements.js'
import { createWorld, type World } from '../support/world.js'

let world: World

beforeAll(async () => {
  world = await createWorld('sql-prepares')
})

afterAll(() => world.close())

/** What the server says of statements that it will not prepare. */
async function refusals(statements: readonly Statement[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const { origin, sql } of statements) {
    try {
      const prepared = await world.mysql.prepare(sql)
      await prepared.close()
    } catch (error) {
      found.push(`${origin}: ${(error as Error).message}\n${sql}`)
    }
  }
  return found
}

describe('the server prepares', () => {
  test('every statement that stands in the sources', async () => {
    for (const { sql } of bookkeepingStatements) await world.query(sql)
    expect(await refusals(literalStatements('runtime/database', 'codegen/introspect'))).toEqual([])
  })

  test('what is sent for every known entity, on the tables that ddl makes', async () => {
    for (const models of knownModels()) {
      const tables = ddlStatements(models)
      for (const { sql } of tables) await world.query(sql)
      expect(await refusals(models.flatMap(entityStatements))).toEqual([])
      await world.query('SET foreign_key_checks = 0')
      for (const { table } of models) await world.query(`DROP TABLE \`${table}\``)
      await world.query('SET foreign_key_checks = 1')
    }
  })
})
