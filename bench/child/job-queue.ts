import { randomUUID } from 'node:crypto'
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { createPool } from 'mysql2/promise'
import type { ServerPids } from '../cpu.js'
import { measured, type ValueTurn } from '../harness.js'
import { personRow } from '../people.js'
import { insertPeople } from '../workloads.js'

export interface JobQueue {
  readonly mysqlUrl: string
  readonly redisUrl: string
  readonly operation: 'insert' | 'delete'
  readonly jobs: number
  readonly pids: ServerPids
}

const CONCURRENCY = 11
const DELETE = 'DELETE FROM people WHERE id = ?'

/** BullMQ as most would use it here: a job for each row, a worker that runs one statement for each of eleven at a time. */
export async function jobQueue({ mysqlUrl, redisUrl, operation, jobs, pids }: JobQueue): Promise<ValueTurn> {
  const pool = createPool({ uri: mysqlUrl, connectionLimit: CONCURRENCY, charset: 'utf8mb4' })
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null })
  const queue = new Queue(`bench-${randomUUID()}`, { connection })
  const worker = new Worker<{ number: number }>(
    queue.name,
    async ({ data: { number } }) => {
      if (operation === 'insert') await pool.execute(insertPeople(1), [...personRow(number)])
      else await pool.execute(DELETE, [number])
    },
    { connection, concurrency: CONCURRENCY, autorun: false },
  )
  try {
    const options = { removeOnComplete: true, removeOnFail: true }
    for (let first = 1; first <= jobs; first += 1_000) {
      const count = Math.min(1_000, jobs - first + 1)
      await queue.addBulk(
        Array.from({ length: count }, (_, index) => ({ name: 'row', data: { number: first + index }, opts: options })),
      )
    }
    await worker.waitUntilReady()
    await Promise.all(Array.from({ length: CONCURRENCY }, () => pool.query('DO SLEEP(0.01)')))
    return await measured(jobs, pids, () => completed(worker, jobs))
  } finally {
    await worker.close()
    await queue.obliterate({ force: true })
    await queue.close()
    connection.disconnect()
    await pool.end()
  }
}

function completed(worker: Worker, jobs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let done = 0
    worker.on('completed', () => {
      if (++done === jobs) resolve()
    })
    worker.on('failed', (_job, error) => reject(error))
    worker.run().catch(reject)
  })
}
