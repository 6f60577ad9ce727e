import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { locateServer } from '../ladder/locate.js'
import { freePort } from '../process/free-port.js'
import { probeMySQL } from '../process/probe.js'
import { createRunDirectory, reapStaleDirectories } from '../process/run-directory.js'
import { type PrivateServer, startPrivateServer } from './control.js'
import { copyDataDirectory, innodbFiles } from './mariadb-template.js'
import { logToStandardError, type MariaDBOptions, SERVER_DEFAULTS } from './options.js'

export type MariaDBServer = PrivateServer

/**
 * Starts a private MariaDB or MySQL in a temporary directory, on 127.0.0.1, with an empty database and the account
 * `root`. Throws ServerNotFoundError or ServerStartError.
 */
export async function startMariaDB(options: MariaDBOptions = {}): Promise<MariaDBServer> {
  const program = await locateServer('mysql', options.log ?? logToStandardError)
  reapStaleDirectories()
  const port = options.port ?? (await freePort())
  const directory = await createRunDirectory()
  await copyDataDirectory(program, join(directory, 'data'))
  const database = options.database ?? SERVER_DEFAULTS.database
  const initFile = join(directory, 'init.sql')
  writeFileSync(initFile, `${initStatements(database, options).join(';\n')};\n`)
  const credentials = options.password === undefined ? 'root' : `root:${encodeURIComponent(options.password)}`
  const tlsArguments =
    options.tls === undefined
      ? []
      : [
          `--ssl-cert=${options.tls.certificate}`,
          `--ssl-key=${options.tls.key}`,
          `--ssl-ca=${options.tls.ca ?? options.tls.certificate}`,
        ]
  const args = [
    `--datadir=${program.pathInside(join(directory, 'data'))}`,
    `--init-file=${program.pathInside(initFile)}`,
    ...[`--port=${port}`, `--bind-address=${program.bindAddress}`],
    // Relative to the data directory: a path of a socket has room for 107 characters only.
    ...['--socket=mysql.sock', '--pid-file=mysql.pid', '--skip-name-resolve', '--skip-log-bin'],
    `--innodb-flush-log-at-trx-commit=${options.flushAtCommit ?? SERVER_DEFAULTS.flushAtCommit}`,
    `--innodb-buffer-pool-size=${options.bufferPoolMegabytes ?? SERVER_DEFAULTS.bufferPoolMegabytes}M`,
    ...['--innodb-buffer-pool-load-at-startup=0', '--innodb-buffer-pool-dump-at-shutdown=0'],
    ...['--performance-schema=OFF', '--innodb-fast-shutdown=1', '--max-connections=500', ...innodbFiles(program)],
    ...(program.initialisation.kind === 'option' ? ['--mysqlx=OFF'] : []),
    ...tlsArguments,
  ]

  return startPrivateServer({
    directory,
    origin: program.origin,
    url: `mysql://${credentials}@127.0.0.1:${port}/${database}`,
    port,
    extraArguments: options.extraArguments ?? [],
    startTimeoutMs: options.startTimeoutMs ?? SERVER_DEFAULTS.startTimeoutMs,
    launch: (extraArguments) => program.launch({ directory, port, args: [...args, ...extraArguments] }),
    probe: () => probeMySQL({ host: '127.0.0.1', port }, 1_000),
  })
}

/** Each is safe to repeat: the server runs them at every start. */
function initStatements(database: string, options: MariaDBOptions): readonly string[] {
  const password = options.password === undefined ? [] : accountStatements(options.password)
  return [
    `CREATE DATABASE IF NOT EXISTS \`${database.replaceAll('`', '``')}\` CHARACTER SET utf8mb4`,
    ...password,
    ...(options.initStatements ?? []),
  ]
}

/** Every account of root gets the password, so that no other address lets one in without. */
function accountStatements(password: string): readonly string[] {
  const text = `'${password.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  return ['localhost', '127.0.0.1', '::1'].flatMap((host) => [
    `CREATE USER IF NOT EXISTS 'root'@'${host}' IDENTIFIED BY ${text}`,
    `ALTER USER 'root'@'${host}' IDENTIFIED BY ${text}`,
    `GRANT ALL PRIVILEGES ON *.* TO 'root'@'${host}' WITH GRANT OPTION`,
  ])
}
