import { bigint, datetime, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core'
import { drizzle } from 'drizzle-orm/mysql2'
import { Kysely, MysqlDialect } from 'kysely'
import { createPool as createCallbackPool } from 'mysql2'
import { createPool } from 'mysql2/promise'
import { DataSource, EntitySchema } from 'typeorm'
import { personRow } from '../people.js'
import { insertPeople } from '../workloads.js'
import { CONCURRENCY, type Peer } from './peer.js'

const pool = { connectionLimit: CONCURRENCY, charset: 'utf8mb4', timezone: 'Z' } as const

export const mysql2Peer: Peer = {
  name: 'mysql2 `execute`',
  rows: 1,
  async open({ mysqlUrl }) {
    const connections = createPool({ uri: mysqlUrl, ...pool })
    return {
      write: (first) => connections.execute(insertPeople(1), [...personRow(first)]),
      close: () => connections.end(),
    }
  },
}

const people = mysqlTable('people', {
  id: bigint({ mode: 'number', unsigned: true }).primaryKey(),
  firstName: varchar('first_name', { length: 100 }).notNull(),
  lastName: varchar('last_name', { length: 100 }).notNull(),
  email: varchar({ length: 255 }).notNull(),
  age: int(),
  createdAt: datetime('created_at', { mode: 'string', fsp: 3 }).notNull(),
})

export const drizzlePeer: Peer = {
  name: 'Drizzle `insert`',
  rows: 1,
  async open({ mysqlUrl }) {
    const connections = createPool({ uri: mysqlUrl, ...pool })
    const db = drizzle(connections)
    return {
      async write(first) {
        const [id, firstName, lastName, email, age, createdAt] = personRow(first)
        await db.insert(people).values({ id, firstName, lastName, email, age, createdAt })
      },
      close: () => connections.end(),
    }
  },
}

interface People {
  people: {
    id: number
    first_name: string
    last_name: string
    email: string
    age: number | null
    created_at: string
  }
}

export const kyselyPeer: Peer = {
  name: 'Kysely `insertInto`',
  rows: 1,
  async open({ mysqlUrl }) {
    const connections = createCallbackPool({ uri: mysqlUrl, ...pool })
    const db = new Kysely<People>({ dialect: new MysqlDialect({ pool: connections }) })
    return {
      async write(first) {
        const [id, first_name, last_name, email, age, created_at] = personRow(first)
        await db.insertInto('people').values({ id, first_name, last_name, email, age, created_at }).execute()
      },
      close: () => db.destroy(),
    }
  },
}

interface PersonRecord {
  id: number
  firstName: string
  lastName: string
  email: string
  age: number | null
  createdAt: string
}

const PersonSchema = new EntitySchema<PersonRecord>({
  name: 'Person',
  tableName: 'people',
  columns: {
    id: { type: 'bigint', unsigned: true, primary: true },
    firstName: { name: 'first_name', type: 'varchar', length: 100 },
    lastName: { name: 'last_name', type: 'varchar', length: 100 },
    email: { type: 'varchar', length: 255 },
    age: { type: 'int', nullable: true },
    createdAt: { name: 'created_at', type: 'datetime', precision: 3 },
  },
})

export const typeormPeer: Peer = {
  name: 'TypeORM `save`',
  rows: 1,
  async open({ mysqlUrl }) {
    const source = new DataSource({
      type: 'mysql',
      url: mysqlUrl,
      entities: [PersonSchema],
      timezone: 'Z',
      poolSize: CONCURRENCY,
    })
    await source.initialize()
    const repository = source.getRepository(PersonSchema)
    return {
      async write(first) {
        const [id, firstName, lastName, email, age, createdAt] = personRow(first)
        await repository.save({ id, firstName, lastName, email, age, createdAt })
      },
      close: () => source.destroy(),
    }
  },
}
