/** What every private server takes. */
export interface ServerOptions {
  /** Listens here; a free port when not given. */
  readonly port?: number
  /** Appended to the command line, so that they win: `['--maxmemory', '10mb']`. */
  readonly extraArguments?: readonly string[]
  /** How long the server may take to answer. */
  readonly startTimeoutMs?: number
  /** Gets one line for what takes long: a download, an installation. Standard error by default. */
  readonly log?: (line: string) => void
}

export interface RedisOptions extends ServerOptions {
  /** The append-only file is always on. `everysec` by default. */
  readonly appendFsync?: 'always' | 'everysec' | 'no'
  readonly password?: string
  /** Adds a TLS port beside the plain one. */
  readonly tls?: TlsFiles
}

export interface MariaDBOptions extends ServerOptions {
  /** Created (utf8mb4) and named in the URL; `orm` by default. */
  readonly database?: string
  /** `innodb_flush_log_at_trx_commit`. 2 by default: a killed server loses nothing, a power failure may. */
  readonly flushAtCommit?: 0 | 1 | 2
  readonly bufferPoolMegabytes?: number
  /** Password of the account `root`, which is in the URL. */
  readonly password?: string
  /** The server then offers TLS on its port. */
  readonly tls?: TlsFiles
  /** Statements that the server runs each time it starts, one each: further accounts, for example. */
  readonly initStatements?: readonly string[]
}

/** Paths of PEM files. */
export interface TlsFiles {
  readonly certificate: string
  readonly key: string
  readonly ca?: string
}

export const SERVER_DEFAULTS = {
  startTimeoutMs: 30_000,
  appendFsync: 'everysec',
  database: 'orm',
  flushAtCommit: 2,
  bufferPoolMegabytes: 256,
} as const

export function logToStandardError(line: string): void {
  process.stderr.write(`${line}\n`)
}
