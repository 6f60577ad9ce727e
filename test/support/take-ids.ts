import { resolveConfig } from '../../runtime/config/resolve-config.js'
import { SqlPool } from '../../runtime/database/pool.js'
import { MysqlSequences } from '../../runtime/database/sequence.js'
import { IdSupply } from '../../runtime/producer/id-supply.js'

/** A process that takes ids of `teams` in small blocks and prints each, for tests that kill it. */
const [, , mysqlUrl = ''] = process.argv
const config = await resolveConfig({ default: { mysql: mysqlUrl, redis: 'localhost:1' } })
const logger = { debug() {}, info() {}, warn: console.error, error: console.error }
const supply = new IdSupply(
  { table: 'teams', column: 'id' },
  new MysqlSequences(new SqlPool(config.mysqlPools.default!)),
  { minBlock: 50, maxBlock: 50, blockLastsMs: 1 },
  { clock: Date, logger },
)
for (;;) {
  await supply.reserve(1)
  const ids: string[] = []
  while (supply.has(1)) ids.push(String(supply.next()))
  await new Promise((resolve) => process.stdout.write(`${ids.join('\n')}\n`, resolve))
}
