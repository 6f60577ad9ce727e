import { cpus, totalmem } from 'node:os'
import { Redis } from 'ioredis'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import type { BenchServers } from './harness.js'

type Addresses = Pick<BenchServers, 'redisUrl' | 'mysqlUrl'>

/** What the figures were measured on: they are worth nothing without. */
export async function describeMachine(servers: Addresses | undefined): Promise<string> {
  const [first] = cpus()
  const machine = `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB`
  return [machine, `Node ${process.versions.node}`, ...(servers === undefined ? [] : await versions(servers))].join(
    ', ',
  )
}

async function versions({ redisUrl, mysqlUrl }: Addresses): Promise<readonly string[]> {
  const redis = new Redis(redisUrl)
  const mysql = await createConnection(mysqlUrl)
  try {
    const info = await redis.info('server')
    const [[row]] = await mysql.query<RowDataPacket[]>('SELECT VERSION() AS version')
    const version = String(row?.version)
    return [
      `Redis ${/redis_version:(\S+)/.exec(info)?.[1]}`,
      version.includes('MariaDB') ? `MariaDB ${version.split('-')[0]}` : `MySQL ${version}`,
    ]
  } finally {
    redis.disconnect()
    await mysql.end()
  }
}

/** The line above a table of figures: when, where, and whether with fewer events than a case should have. */
export function measuredOn(machine: string, scale: number): string {
  const date = new Date().toISOString().slice(0, 10)
  return `Measured ${date} on ${machine}${scale === 1 ? '' : `, with --scale ${scale}: a trial`}.`
}
