import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEngine } from '../../runtime/engine/create-engine.js'
import { SILENT } from '../support/consumer-rig.js'
import { EngineRig } from '../support/engine-rig.js'

const SCHEMA = `
  export const Team = defineEntity('teams', { id: id(), title: varchar(50) })
  export const Late = defineEntity('lates', { id: id(), title: varchar(50) })
`

let rig: EngineRig

beforeAll(async () => {
  rig = await EngineRig.create('sequences', SCHEMA)
})

afterAll(() => rig[Symbol.asyncDispose]())

const secondEngine = (...names: string[]) =>
  createEngine(
    { default: { mysql: rig.world.mysqlUrl, redis: { address: rig.world.redisUrl, namespace: rig.world.namespace } } },
    { entities: names.map((name) => rig.classes[name]!), logger: SILENT },
  )

test('processes that are killed at any moment never hand out an id twice', async () => {
  const ids: string[] = []
  const children = [1, 2, 3].map(() => spawnTaker(rig.world.mysqlUrl, ids))
  await expect.poll(() => ids.length, { timeout: 25_000 }).toBeGreaterThan(5_000)
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(children.map(ended))
  const heir = spawnTaker(rig.world.mysqlUrl, ids)
  const before = ids.length
  await expect.poll(() => ids.length, { timeout: 25_000 }).toBeGreaterThan(before + 1_000)
  heir.kill('SIGKILL')
  await ended(heir)
  expect(new Set(ids).size).toBe(ids.length)
})

test('an engine lifts the sequence above keys that came from elsewhere', async () => {
  await rig.world.query('INSERT INTO teams (id, title) VALUES (5000000, ?)', ['imported'])
  await using engine = await secondEngine('Team')
  const team = rig.make('Team', { title: 'next' })
  await engine.flushLazy(team)
  expect(team.get('id')).toBe(5_000_001n)
})

test('a table that is not there yet is left to its first insert, and said then', async () => {
  await rig.world.query('RENAME TABLE lates TO hidden')
  await rig.world.query("DELETE FROM orm_lazy_sequence WHERE name = 'lates'")
  await using engine = await secondEngine('Late')
  const late = rig.make('Late', { title: 'x' })
  await expect(engine.flushLazy(late)).rejects.toMatchObject({
    code: 'ORM2608',
    table: 'lates',
    cause: { errno: 1146 },
  })
  await rig.world.query('RENAME TABLE hidden TO lates')
  await expect.poll(() => engine.flushLazy(late), { timeout: 20_000 }).toMatchObject({ eventIds: [expect.any(String)] })
})

test('a process that closes its engine ends by itself, with what it flushed queued', async () => {
  const script = fileURLToPath(new URL('../support/flush-and-close.ts', import.meta.url))
  const { mysqlUrl, redisUrl, namespace } = rig.world
  const child = spawn(process.execPath, ['--import', 'tsx', script, mysqlUrl, redisUrl, namespace], {
    stdio: 'inherit',
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  expect(code).toBe(0)
  expect((await rig.units()).flat()).toContainEqual(expect.stringContaining('title=from a process that ends'))
})

/** Takes ids one by one and prints them, until it is killed. */
function spawnTaker(mysqlUrl: string, ids: string[]): ChildProcess {
  const script = fileURLToPath(new URL('../support/take-ids.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, mysqlUrl], { stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout! }).on('line', (line) => ids.push(line))
  return child
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('close', () => resolve()))
}
