import { readdir, readFile } from 'node:fs/promises'
import { createConnection } from 'mysql2/promise'
import { readEntities } from '../../../../codegen/index.js'
import { createTables } from '../../../../codegen/sql/index.js'
import { BOOKKEEPING_TABLES } from '../../../../runtime/database/bookkeeping.js'
import type { FaultWorld } from './fault-world.js'

const SCHEMAS = new URL('../../schemas/', import.meta.url)

/** What arrived at the audited table, in the order of arrival. */
const AUDIT = [
  `CREATE TABLE fault_audit (
    seq BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    row_id BIGINT UNSIGNED NOT NULL,
    last VARCHAR(60) NOT NULL,
    n INT UNSIGNED NOT NULL,
    at DATETIME(6) NOT NULL
  )`,
  `CREATE TRIGGER fault_audit_insert AFTER INSERT ON fault_entries FOR EACH ROW
    INSERT INTO fault_audit (row_id, last, n, at) VALUES (NEW.id, NEW.last, NEW.n, UTC_TIMESTAMP(6))`,
  `CREATE TRIGGER fault_audit_update AFTER UPDATE ON fault_entries FOR EACH ROW
    INSERT INTO fault_audit (row_id, last, n, at) VALUES (NEW.id, NEW.last, NEW.n, UTC_TIMESTAMP(6))`,
]

/** Refuses a row with the error number that it names. */
const POISON = ['INSERT', 'UPDATE'].map(
  (event) => `CREATE TRIGGER fault_poison_${event.toLowerCase()} BEFORE ${event} ON fault_fragiles FOR EACH ROW
    BEGIN
      DECLARE number INT DEFAULT NEW.poison;
      IF number > 0 THEN
        SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = number, MESSAGE_TEXT = 'poison';
      END IF;
    END`,
)

const POISONED = ['INSERT', 'UPDATE'].map((event) => `fault_poison_${event.toLowerCase()}`)

/** Mends what makes poison one, until `refusePoison`. */
export async function allowPoison(world: Pick<FaultWorld, 'query'>): Promise<void> {
  for (const trigger of POISONED) await world.query(`DROP TRIGGER ${trigger}`)
}

export async function refusePoison(world: Pick<FaultWorld, 'query'>): Promise<void> {
  for (const trigger of POISON) await world.query(trigger)
}

/** Creates the tables of the fault schemas, the bookkeeping, the audit and the poison in an empty database. */
export async function createFaultTables(mysqlUrl: string): Promise<void> {
  const connection = await createConnection(mysqlUrl)
  try {
    for (const statement of [...(await schemaTables()), ...BOOKKEEPING_TABLES, ...AUDIT, ...POISON]) {
      await connection.query(statement)
    }
  } finally {
    connection.destroy()
  }
}

let tables: Promise<readonly string[]> | undefined

/** Read once a process: worlds are many. */
function schemaTables(): Promise<readonly string[]> {
  tables ??= readTables()
  return tables
}

async function readTables(): Promise<readonly string[]> {
  const names = (await readdir(SCHEMAS)).filter((name) => name.endsWith('.ts'))
  const sources = await Promise.all(
    names.map(async (path) => ({ path, text: await readFile(new URL(path, SCHEMAS), 'utf8') })),
  )
  return createTables(readEntities(sources).entities)
}
