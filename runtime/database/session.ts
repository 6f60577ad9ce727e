import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2'
import type { MysqlPoolConfig } from '../config/engine-config.js'
import { connectionOptions } from './connection-options.js'
import { losesConnection, QueryDeadlineError } from './sql-error.js'

/** `undefined` is left out on purpose: mysql2 refuses it in one protocol and writes NULL in the other. */
export type SqlValue = string | number | null | Uint8Array

/** Written as `(1, 'a'), (2, 'b')` where the text of a query has one `?`. */
export type SqlRows = readonly (readonly SqlValue[])[]

export interface WriteResult {
  /** Rows matched, whether or not a value changed. */
  readonly affectedRows: number
  /** First id that the statement generated; '0' when none. */
  readonly insertId: string
}

export interface SessionOptions {
  readonly connectMs: number
  /** Per statement; then the connection is destroyed. */
  readonly queryMs: number
  /** `manual`: every statement opens or continues a transaction, until `commit` or `rollback`. */
  readonly commit: 'auto' | 'manual'
  /** How long the server keeps a silent session, and with it the locks of a stopped process. */
  readonly waitTimeoutSeconds?: number
  readonly lockWaitSeconds?: number
}

const SQL_MODE = [
  'STRICT_TRANS_TABLES',
  'STRICT_ALL_TABLES',
  'NO_ZERO_IN_DATE',
  'NO_ZERO_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_AUTO_VALUE_ON_ZERO',
  'NO_ENGINE_SUBSTITUTION',
].join(',')

/** One connection with its settings made and a deadline on every statement. Not for two callers at once. */
export class SqlSession {
  readonly #connection: Connection
  readonly #queryMs: number
  readonly #tracksTransaction: boolean
  #broken = false
  #autoIncrementIncrement = Number.NaN
  #inTransaction = false
  /** By `performance.now()`. */
  lastUsed = performance.now()

  private constructor(connection: Connection, options: SessionOptions) {
    this.#connection = connection
    this.#queryMs = options.queryMs
    this.#tracksTransaction = options.commit === 'manual'
    connection.on('error', () => {
      this.#broken = true
    })
    connection.on('end', () => {
      this.#broken = true
    })
  }

  static async open(config: MysqlPoolConfig, options: SessionOptions): Promise<SqlSession> {
    // Not at the top: a program may import the package long before it connects, or never.
    const { createConnection } = await import('mysql2')
    const connection = createConnection(connectionOptions(config, options.connectMs))
    const session = new SqlSession(connection, options)
    try {
      await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())))
      await session.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
      await session.query(`SET ${settingsOf(options)}`)
      const [variables] = await session.rows<{ step: number }>('SELECT @@SESSION.auto_increment_increment AS step')
      session.#autoIncrementIncrement = Number(variables?.step)
      await session.rollback()
    } catch (error) {
      session.destroy()
      throw error
    }
    return session
  }

  /** Step between the ids of the rows of one INSERT. */
  get autoIncrementIncrement(): number {
    return this.#autoIncrementIncrement
  }

  /** False once the connection is lost: then nothing is known of what was under way. */
  get isUsable(): boolean {
    return !this.#broken
  }

  /** True when a transaction may be open; such a session is never given to the next caller. */
  get isInTransaction(): boolean {
    return this.#inTransaction
  }

  async rows<T extends object>(sql: string, values: readonly SqlValue[] = []): Promise<readonly T[]> {
    return (await this.#send('query', sql, values)) as (T & RowDataPacket)[]
  }

  /** Values are written into the text. */
  async query(sql: string, values: readonly (SqlValue | SqlRows)[] = []): Promise<WriteResult> {
    return writeResult((await this.#send('query', sql, values)) as ResultSetHeader)
  }

  /** Prepared on the server and kept: only for texts of which there are few. */
  async execute(sql: string, values: readonly SqlValue[]): Promise<WriteResult> {
    return writeResult((await this.#send('execute', sql, values)) as ResultSetHeader)
  }

  async commit(): Promise<void> {
    await this.#send('query', 'COMMIT', [])
    this.#inTransaction = false
  }

  /** Never fails: where the answer is lost, the server rolls back when the connection ends. */
  async rollback(): Promise<void> {
    try {
      await this.#send('query', 'ROLLBACK', [])
      this.#inTransaction = false
    } catch {
      this.destroy()
    }
  }

  async ping(): Promise<void> {
    await this.#send('query', 'DO 0', [])
    this.#inTransaction = false
  }

  destroy(): void {
    this.#broken = true
    this.#connection.destroy()
  }

  async end(): Promise<void> {
    if (this.#broken) return this.destroy()
    this.#broken = true
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#connection.destroy()
        resolve()
      }, 1_000)
      this.#connection.end(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #send(method: 'query' | 'execute', sql: string, values: readonly (SqlValue | SqlRows)[]): Promise<unknown> {
    this.#inTransaction = this.#tracksTransaction
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.destroy()
        reject(new QueryDeadlineError(sql, this.#queryMs))
      }, this.#queryMs)
      const settle = (error: unknown, result: unknown) => {
        clearTimeout(timer)
        this.lastUsed = performance.now()
        if (error === null || error === undefined) return resolve(result)
        if (losesConnection(error)) this.destroy()
        reject(error)
      }
      try {
        if (method === 'query') this.#connection.query(sql, values as unknown[], settle)
        else this.#connection.execute(sql, values as SqlValue[], settle)
      } catch (error) {
        // A value that the driver does not take: nothing was sent.
        settle(error, undefined)
      }
    })
  }
}

function settingsOf(options: SessionOptions): string {
  return [
    `time_zone = '+00:00'`,
    `SESSION sql_mode = '${SQL_MODE}'`,
    `SESSION autocommit = ${options.commit === 'auto' ? 1 : 0}`,
    ...(options.waitTimeoutSeconds === undefined ? [] : [`SESSION wait_timeout = ${options.waitTimeoutSeconds}`]),
    ...(options.lockWaitSeconds === undefined ? [] : [`SESSION innodb_lock_wait_timeout = ${options.lockWaitSeconds}`]),
  ].join(', ')
}

function writeResult(header: ResultSetHeader): WriteResult {
  return { affectedRows: header.affectedRows ?? 0, insertId: String(header.insertId ?? 0) }
}
