import { createConnection } from 'mysql2/promise'
import { readEntities } from '../../../../codegen/index.js'
import { createTables } from '../../../../codegen/sql/index.js'

/** Each has a table and a stream of its own. */
export const LANES = ['a', 'b', 'c', 'd'] as const
export type Lane = (typeof LANES)[number]

const SCHEMA = `
  import { bigint, defineEntity, int } from 'orm-gen/schema'
  ${LANES.map(
    (lane) => `export const Lane${lane.toUpperCase()} = defineEntity('lane_${lane}',
      { id: bigint().unsigned().primary(), change: int().unsigned() },
      { stream: '${streamOf(lane)}', coalesce: false })`,
  ).join('\n')}
`

/** What arrived at the rows, in the order of arrival. */
const AUDIT = [
  'CREATE TABLE lane_audit (seq BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, lane CHAR(1), id INT, changed INT)',
  ...LANES.flatMap((lane) =>
    ['INSERT', 'UPDATE'].map(
      (event) => `CREATE TRIGGER lane_${lane}_${event.toLowerCase()} AFTER ${event} ON lane_${lane} FOR EACH ROW
        INSERT INTO lane_audit (lane, id, changed) VALUES ('${lane}', NEW.id, NEW.\`change\`)`,
    ),
  ),
]

/** By lane, in the order of LANES; plain data. */
export const LANE_MODELS = readEntities([{ path: 'lanes.ts', text: SCHEMA }]).entities

/** The stream's name, before its namespace. */
export function streamOf(lane: Lane): string {
  return `orm-lane-${lane}`
}

/** In an empty database. */
export async function createLanes(mysqlUrl: string): Promise<void> {
  const connection = await createConnection(mysqlUrl)
  try {
    for (const statement of [...createTables(LANE_MODELS), ...AUDIT]) await connection.query(statement)
  } finally {
    connection.destroy()
  }
}
