import { drizzle } from 'drizzle-orm/mysql2'
import { createPool } from 'mysql2/promise'
import { createEngine } from 'orm-gen'
import { countView } from './count-view.js'
import { entities } from './generated/index.js'

// Times in UTC, big numbers whole: what `fromRow` must rely on.
const pool = createPool({
  uri: process.env.MYSQL_URL!,
  timezone: 'Z',
  supportBigNumbers: true,
  bigNumberStrings: true,
})
const engine = await createEngine('orm.yaml', { entities })

for (let view = 0; view < 3; view++) console.log(await countView(drizzle(pool), engine, 'hello'))
console.log(await countView(drizzle(pool), engine, 'missing'))

await engine.close()
await pool.end()
