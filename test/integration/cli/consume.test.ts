import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEngine, type Engine } from 'orm-gen'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTables } from '../../../codegen/sql/index.js'
import { entities, UserEntity } from '../../../generated/index.js'
import { freePort } from '../../../testing/process/free-port.js'
import { SILENT } from '../../support/consumer-rig.js'
import { shopModels } from '../../support/schema-models.js'
import { orm } from '../../support/test-terminal.js'
import { createWorld, type World } from '../../support/world.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

let world: World
let engine: Engine
let directory: string
let config: string

beforeAll(async () => {
  world = await createWorld('cli_consume')
  for (const statement of createTables(shopModels())) await world.query(statement)
  directory = await mkdtemp(join(tmpdir(), 'orm-consume-'))
  config = join(directory, 'orm.yaml')
  const redis = `{ address: '${world.redisUrl}', namespace: ${world.namespace} }`
  await writeFile(
    config,
    `default:\n  mysql: ${world.mysqlUrl}\n  redis: ${redis}\noptions: { consumer: { leaseMs: 1000 } }\n`,
  )
  engine = await createEngine(config, { entities, logger: SILENT })
})
afterAll(async () => {
  await engine?.close()
  await rm(directory, { recursive: true, force: true })
  await world.close()
})

let people = 0
const newUser = (email = `${people++}@beeorm.io`) => new UserEntity({ firstName: 'Tom', lastName: 'Bee', email })
const consume = (...argv: string[]) => orm(['consume', '--entities', 'generated', '--config', config, ...argv])
const backlog = () => world.redis.xlen(`${world.namespace}:orm-lazy-channel`)

describe('--once', () => {
  test('ends when what was queued before is settled', async () => {
    const users = Array.from({ length: 50 }, () => newUser())
    await engine.flushLazy(users)

    const { code, stdout } = await consume('--once')

    expect(code).toBe(0)
    expect(await backlog()).toBe(0)
    expect(await engine.loadById(UserEntity, users[49]!.id)).not.toBeNull()
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines[0]).toMatchObject({ msg: 'Settling what is queued', workers: 11, entities: 4 })
    expect(lines.at(-2)).toMatchObject({ msg: 'Applied', applied: 50 })
    expect(lines.at(-1)).toMatchObject({ msg: 'Consumer ended', reason: 'done' })
  })

  test('logs a dead letter without the values of its row', async () => {
    await engine.flushLazy([newUser('twice@secret.example'), newUser('twice@secret.example')])

    const { code, stdout } = await consume('--once', '--log-level', 'debug')

    expect(code).toBe(0)
    const line = stdout.split('\n').find((text) => text.includes('Dead letter'))
    expect(JSON.parse(line!)).toMatchObject({ entity: 'User', operation: 'insert', errorCode: '1062' })
    expect(stdout).not.toContain('secret.example')
  })

  test('takes --workers before the configuration', async () => {
    const { stdout } = await consume('--once', '--workers', '3')

    expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({ workers: 3 })
  })
})

describe('what is wrong is told at once', () => {
  test.each<readonly [what: string, argv: readonly string[], code: number, message: string]>([
    ['no entities', [], 2, 'Missing required argument: entities'],
    ['a module that is not there', ['--entities', 'nope.js'], 2, 'there is no nope.js'],
    ['a module without entities', ['--entities', 'cli/exit-code.ts'], 2, 'cli/exit-code.ts exports no entities'],
    ['workers that cannot be', ['--entities', 'generated', '--workers', '0'], 2, 'consumer.workers: expected a whole'],
  ])('%s', async (_, argv, code, message) => {
    const result = await orm(['consume', '--config', config, ...argv])

    expect(result.stderr).toContain(message)
    expect(result.code).toBe(code)
  })

  test('servers that are away end with 4', async () => {
    const env = { REDIS_URL: 'redis://127.0.0.1:1', MYSQL_URL: world.mysqlUrl }

    const { code, stderr } = await orm(['consume', '--entities', 'generated'], { env })

    expect(code).toBe(4)
    expect(stderr).toContain('Redis pool "default" at 127.0.0.1:1')
  })
})

describe('as a process', () => {
  let consumer: ChildProcess
  let log: string
  let metricsPort: number

  beforeEach(async () => {
    const entitiesPath = await copyGenerated()
    metricsPort = await freePort()
    const flags = ['--config', config, '--entities', entitiesPath, '--metrics-port', String(metricsPort)]
    const argv = ['--import', 'tsx', 'cli/main.ts', 'consume', ...flags]
    consumer = spawn(process.execPath, argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    log = ''
    for (const stream of [consumer.stdout!, consumer.stderr!]) stream.on('data', (chunk) => (log += chunk))
    await vi.waitFor(() => expect(log).toContain('Works the stream'), { timeout: 25_000, interval: 50 })
  })
  afterEach(() => void consumer.kill('SIGKILL'))

  /** Outside of the tests' runner the name of the package leads to a build: here it leads to the sources. */
  async function copyGenerated(): Promise<string> {
    const copy = join(directory, 'generated')
    await cp(join(root, 'generated'), copy, { recursive: true })
    await writeFile(join(copy, 'package.json'), '{ "type": "module" }')
    for (const name of (await readdir(copy)).filter((file) => file.endsWith('.ts'))) {
      const text = await readFile(join(copy, name), 'utf8')
      await writeFile(join(copy, name), text.replaceAll("'orm-gen'", `'${join(root, 'runtime/index.ts')}'`))
    }
    return join(copy, 'index.ts')
  }

  async function ended(): Promise<{ code: number | null; signal: string | null }> {
    const [code, signal] =
      consumer.exitCode === null && consumer.signalCode === null ? await once(consumer, 'exit') : []
    return { code: code ?? consumer.exitCode, signal: signal ?? consumer.signalCode }
  }

  test('SIGTERM finishes what has begun, hands the stream back, and ends with 0', async () => {
    await engine.flushLazy(newUser())
    await vi.waitFor(async () => expect(await backlog()).toBe(0), { timeout: 10_000 })

    consumer.kill('SIGTERM')

    expect(await ended()).toEqual({ code: 0, signal: null })
    expect(log).toContain('"reason":"SIGTERM","msg":"Consumer ended"')
    expect(await world.query('SELECT owner FROM orm_lazy_consumer')).toEqual([])
    expect(await world.query('SELECT part FROM orm_lazy_lease WHERE expires_at > UTC_TIMESTAMP(6)')).toEqual([])
  })

  test('serves metrics that follow its work, and says that it is live and ready', async () => {
    const ask = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${metricsPort}${path}`)
      return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
    }
    const sample = (text: string, name: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name}{stream="${world.namespace}:orm-lazy-channel"`))
          ?.split(' ')
          .at(-1),
      )
    expect(await ask('/health/live')).toMatchObject({ status: 200 })
    expect(await ask('/health/ready')).toMatchObject({ status: 200, text: 'ready\n' })
    const before = await ask('/metrics')
    expect(before.type).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(sample(before.text, 'orm_gen_consumers_alive')).toBe(1)

    await engine.flushLazy([newUser(), newUser(), newUser('again@x'), newUser('again@x')])
    await vi.waitFor(async () => expect(await backlog()).toBe(0), { timeout: 10_000 })

    const { text } = await ask('/metrics')
    expect(sample(text, 'orm_gen_units_applied_total')).toBe(3)
    expect(sample(text, 'orm_gen_units_dead_total')).toBe(1)
    expect(sample(text, 'orm_gen_dead_letters')).toBe(sample(before.text, 'orm_gen_dead_letters') + 1)
    expect(sample(text, 'orm_gen_backlog_entries')).toBe(0)
    expect(sample(text, 'orm_gen_oldest_unit_age_seconds')).toBe(0)
    expect((await ask('/anything')).status).toBe(404)
  })

  test('a second signal ends it at once', async () => {
    await world.query('LOCK TABLES users WRITE')
    await engine.flushLazy(newUser())
    const blocked = () =>
      world.query("SELECT 1 FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND STATE LIKE '%metadata lock%'")
    await vi.waitFor(async () => expect(await blocked()).not.toEqual([]), { timeout: 10_000 })

    consumer.kill('SIGTERM')
    await vi.waitFor(async () => {
      consumer.kill('SIGTERM')
      expect(consumer.signalCode).toBe('SIGTERM')
    }, 20_000)
    await world.query('UNLOCK TABLES')
    await consume('--once')
    expect(await backlog()).toBe(0)
  })
})
