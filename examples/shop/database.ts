import { randomBytes } from 'node:crypto'
import { type Connection, createConnection } from 'mysql2/promise'
import type { Servers } from 'orm-gen/testing'

/** The shop's own database and key prefix; both are removed at the end, for the servers may be somebody's. */
export interface ShopDatabase {
  readonly url: string
  readonly namespace: string
  connect(): Promise<Connection>
  drop(): Promise<void>
}

export async function createShopDatabase(servers: Servers): Promise<ShopDatabase> {
  const name = `orm_gen_shop_${randomBytes(3).toString('hex')}`
  const address = new URL(servers.mysqlUrl)
  address.pathname = `/${name}`
  await once(servers.mysqlUrl, `CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`)
  return {
    url: address.href,
    namespace: name,
    connect: () => createConnection({ uri: address.href, ...AS_TEXT }),
    drop: () => once(servers.mysqlUrl, `DROP DATABASE IF EXISTS \`${name}\``),
  }
}

/** Every value as MySQL's own text, so that the audit compares what is stored and not what a driver makes of it. */
export const AS_TEXT = {
  timezone: 'Z',
  charset: 'utf8mb4',
  // JSON too, which mysql2 would parse on MySQL and not on MariaDB.
  typeCast: (field: { string(encoding?: BufferEncoding): string | null }) => field.string('utf8'),
} as const

async function once(uri: string, sql: string): Promise<void> {
  const connection = await createConnection({ uri })
  try {
    await connection.query(sql)
  } finally {
    await connection.end()
  }
}
