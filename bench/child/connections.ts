import { type Connection, createConnection } from 'mysql2/promise'

/** As many connections, for the time of `work`. */
export async function withConnections<T>(
  mysqlUrl: string,
  count: number,
  work: (connections: readonly Connection[]) => Promise<T>,
): Promise<T> {
  const connections = await Promise.all(
    Array.from({ length: count }, () => createConnection({ uri: mysqlUrl, charset: 'utf8mb4', dateStrings: true })),
  )
  try {
    return await work(connections)
  } finally {
    await Promise.all(connections.map((connection) => connection.end()))
  }
}
