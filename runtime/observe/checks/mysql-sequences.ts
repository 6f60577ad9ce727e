import type { MysqlServerFacts } from '../../database/mysql-server-facts.js'
import { type Finding, findings } from './finding.js'

/** Whether somebody else wrote ids that a sequence is going to hand out. */
export function checkMysqlSequences({ sequences }: MysqlServerFacts): readonly Finding[] {
  return sequences.map(({ table, nextId, greatestKey }) => {
    const say = findings('mysql-sequences', `table ${table}`)
    if (greatestKey === undefined || greatestKey < nextId) return say.ok(`next id ${nextId}`)
    return say.problem(
      `greatest id ${greatestKey}, and the sequence is at ${nextId}`,
      'Another program wrote ids of its own: inserts will meet them and become dead letters (1062)',
      `UPDATE orm_lazy_sequence SET next_id = ${greatestKey + 1n} WHERE name = '${table}'; then restart the producers`,
    )
  })
}
