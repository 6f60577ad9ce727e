import type { MysqlServerFacts, TableFacts } from '../../database/mysql-server-facts.js'
import type { TableDefinition } from '../../entity/table.js'
import { type Finding, findings } from './finding.js'

/** Whether an entity's table can take what its generated class writes. */
export function checkMysqlTable(definition: TableDefinition, { tables }: MysqlServerFacts): readonly Finding[] {
  const say = findings('mysql-tables', `table ${definition.table}`)
  const table = tables.get(definition.table)
  if (table === undefined) {
    return [say.problem('missing', `The stream waits with an alert until it exists`, 'orm-gen ddl --apply')]
  }
  const found = [...engineFindings(definition, table), ...columnFindings(definition, table)]
  return found.length > 0 ? found : [say.ok(`${table.columns.size} columns, InnoDB`)]
}

function engineFindings({ table }: TableDefinition, { engine }: TableFacts): readonly Finding[] {
  if (engine === 'InnoDB') return []
  const why = 'Its rows do not commit together with the ledger: a crash applies units twice'
  const mend = `ALTER TABLE \`${table}\` ENGINE = InnoDB`
  return [findings('mysql-innodb', `table ${table}`).problem(`engine ${engine}`, why, mend)]
}

function columnFindings({ table, columns, key }: TableDefinition, facts: TableFacts): readonly Finding[] {
  const say = findings('mysql-drift', `table ${table}`)
  const known = new Set(columns.map(({ column }) => column))
  const missing = columns.filter(({ column }) => !facts.columns.has(column)).map(({ column }) => column)
  const unfilled = [...facts.columns].filter(([name, column]) => !known.has(name) && !column.fillsItself)
  const sequenced = columns.find(({ property, id }) => key.includes(property) && id === 'sequence')
  const counts = sequenced !== undefined && facts.columns.get(sequenced.column)?.autoIncrement === true
  return [
    ...(missing.length > 0
      ? [
          say.problem(
            `no column ${missing.join(', ')}`,
            'The stream waits with an alert until it exists',
            'orm-gen ddl --apply',
          ),
        ]
      : []),
    ...unfilled.map(([name]) =>
      say.problem(
        `column ${name} is not in the schema, NOT NULL and without a default`,
        'Every insert becomes a dead letter (1364)',
        `add it to the schema, or: ALTER TABLE \`${table}\` ALTER \`${name}\` SET DEFAULT ...`,
      ),
    ),
    ...(counts
      ? [
          findings('mysql-sequences', `table ${table}`).advice(
            `column ${sequenced.column} is AUTO_INCREMENT, and its ids come from a sequence`,
            'Another program that inserts without an id takes ids that the sequence will hand out as well',
            `take AUTO_INCREMENT off the column, or write id().autoIncrement() in the schema`,
          ),
        ]
      : []),
  ]
}
