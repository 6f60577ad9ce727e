import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createEngine, useEngine } from 'orm-gen'
import { type Servers, startServers } from 'orm-gen/testing'
import { entities } from '../../generated/index.js'
import { AppliedCounter } from './applied-counter.js'
import { audit } from './audit.js'
import { Board, bold, cyan, dim, green, red, seconds, yellow } from './board.js'
import { Crew } from './crew.js'
import { createShopDatabase, type ShopDatabase } from './database.js'
import { DirectInserts } from './direct-inserts.js'
import { Latency } from './latency.js'
import { Ledger } from './ledger.js'
import { DashboardPage } from './page.js'
import { Random } from './random.js'
import { type Day, report } from './report.js'
import { Shop } from './shop.js'
import { stayOpen } from './stay-open.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** From the root, where the commands run. */
const CONFIG = 'examples/shop/orm.yaml'

const CUSTOMERS = 4_000
const TEAMS = 40
/** Visits begin spread over this time. */
const OPEN_MS = 26_000
/** Between two clicks of a customer. */
const THINK_MS = { min: 50, max: 900 }
const DIRECT_INSERT_EVERY_MS = 20
/** After the doors have opened, and not before it has begun to work: then the consumer is killed. */
const KILL_AFTER_MS = 10_000
const SUCCESSOR_AFTER_MS = 500
/** How many units the day has, about; for the bars alone. */
const EXPECTED_UNITS = 21_000
/** So long nothing may move before the demo gives up. */
const STALLED_MS = 90_000

// After a failure customers are still shopping: nobody waits for them.
process.exit(await main())

async function main(): Promise<number> {
  console.log(`\n  ${bold('orm-gen')} ${dim('·')} a shop whose requests do not wait for MySQL\n`)
  const folder = mkdtempSync(join(tmpdir(), 'shop-'))
  const start = performance.now()
  const servers = await startServers({ mysql: { flushAtCommit: 1 }, log: (line) => console.log(`  ${dim(line)}`) })
  done(`servers after ${seconds(performance.now() - start)}`)
  try {
    return await onServers(servers, join(folder, 'consumer.log'))
  } finally {
    await servers.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The database, the classes and the tables; then the day, and whatever comes of it the database goes. */
async function onServers(servers: Servers, consumerLog: string): Promise<number> {
  const database = await createShopDatabase(servers)
  const crew = new Crew(consumerLog)
  try {
    Object.assign(process.env, {
      REDIS_URL: servers.redisUrl,
      MYSQL_URL: database.url,
      SHOP_NAMESPACE: database.namespace,
    })
    ormGen('reads the schemas and writes the classes', ['generate'])
    ormGen('creates the tables', ['ddl', '--apply', '--config', CONFIG])
    await using page = process.argv.includes('--dashboard') ? new DashboardPage(ROOT, CONFIG) : undefined
    if (page !== undefined) done(`dashboard: ${cyan(await page.address())}`)
    const code = report(await runDay(database, crew))
    if (page !== undefined) {
      console.log('  The shop stays open, with a few customers and their mistakes, until Ctrl-C.')
      console.log(`  dashboard: ${cyan(await page.address())}\n`)
      crew.hire()
      await stayOpen(join(ROOT, CONFIG), page.closed)
    }
    return code
  } catch (error) {
    console.error(`\n  ${red('✗')} ${error instanceof Error ? error.message : String(error)}`)
    if (existsSync(consumerLog))
      console.error(dim(`\n  the consumer's last words:\n${readFileSync(consumerLog, 'utf8').slice(-2_000)}`))
    return 1
  } finally {
    await crew.dismiss()
    await database.drop()
  }
}

async function runDay(database: ShopDatabase, crew: Crew): Promise<Day> {
  await using engine = await createEngine(join(ROOT, CONFIG), { entities })
  useEngine(engine)
  await using mysql = await database.connect()
  await using second = await database.connect()
  const [ledger, flushes] = [new Ledger(), new Latency()]
  const shop = new Shop({ engine, ledger, flushes, random: new Random(1) })
  await using applied = new AppliedCounter(mysql)
  await using direct = new DirectInserts(second)
  using board = new Board(() => ({
    queued: ledger.units,
    applied: applied.count,
    expected: EXPECTED_UNITS,
    consumer: crew.status,
  }))

  crew.hire()
  done(`consumer: a process of its own, ${cyan(`pid ${crew.pid}`)}`)
  await shop.openTeams(TEAMS)
  await direct.start(DIRECT_INSERT_EVERY_MS)
  applied.start()
  board.start()
  const [, takeover] = await Promise.all([openDoors(shop), killAndReplace(crew, board, applied)])
  const closedAfter = board.elapsed
  await direct.stop()
  board.note(`  ${green('✓')} the shop has closed; the consumer finishes what is queued`)
  await untilDrained(ledger, applied, crew)
  const drainedAfter = board.elapsed
  board.stop()
  const consumerExitCode = await crew.dismiss()
  const verdict = await audit(second, ledger)
  const { peakPerSecond } = applied
  return {
    ledger,
    flushes,
    directInserts: direct.latency,
    takeover,
    closedAfter,
    drainedAfter,
    consumerExitCode,
    verdict,
    peakPerSecond,
  }
}

async function openDoors(shop: Shop): Promise<void> {
  const random = new Random(2)
  const think = () => random.between(THINK_MS.min, THINK_MS.max)
  const visits: Promise<void>[] = []
  const failures: unknown[] = []
  const start = performance.now()
  for (let number = 1; number <= CUSTOMERS && failures.length === 0; number++) {
    const wait = start + (number / CUSTOMERS) * OPEN_MS - performance.now()
    if (wait > 1) await pause(wait)
    visits.push(shop.visit(number, think).catch((error: unknown) => void failures.push(error)))
  }
  await Promise.all(visits)
  if (failures.length > 0) throw failures[0]
}

async function killAndReplace(crew: Crew, board: Board, applied: AppliedCounter): Promise<Day['takeover']> {
  while (board.elapsed < KILL_AFTER_MS || applied.count === 0) {
    assertGoing(crew, applied)
    await pause(50)
  }
  const killed = crew.pid
  await crew.kill()
  const killedAt = performance.now()
  board.note(`  ${yellow('!')} kill -9 of the consumer ${cyan(`pid ${killed}`)}; customers notice nothing`)
  await pause(SUCCESSOR_AFTER_MS)
  const settled = applied.count
  crew.hire()
  board.note(`  ${green('✓')} another is started, ${cyan(`pid ${crew.pid}`)}: it takes over when the lease has ended`)
  while (applied.count === settled) {
    assertGoing(crew, applied)
    if (performance.now() - killedAt > STALLED_MS) throw new Error(`no consumer went on within ${seconds(STALLED_MS)}`)
    await pause(50)
  }
  return { killed, successor: crew.pid, ms: performance.now() - killedAt }
}

function assertGoing(crew: Crew, applied: AppliedCounter): void {
  crew.assertAtWork()
  applied.assertFollowing()
}

async function untilDrained(ledger: Ledger, applied: AppliedCounter, crew: Crew): Promise<void> {
  while (applied.count < ledger.units) {
    assertGoing(crew, applied)
    if (performance.now() - applied.grewAt > STALLED_MS) {
      throw new Error(`${ledger.units - applied.count} units wait, and none was applied for ${seconds(STALLED_MS)}`)
    }
    await pause(50)
  }
}

/** A command of orm-gen, as one would type it. */
function ormGen(title: string, args: readonly string[]): void {
  const start = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`orm-gen ${args.join(' ')} ended with exit code ${status}\n${stdout}${stderr}`)
  done(`orm-gen ${args.slice(0, 2).join(' ')}: ${title}, ${seconds(performance.now() - start)}`)
}

function done(text: string): void {
  console.log(`  ${green('✓')} ${text}`)
}
