import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConsumerRig } from '../../support/consumer-rig.js'
import { event } from '../../support/events.js'
import { orm } from '../../support/test-terminal.js'

const SCHEMA = `
  export const Account = defineEntity('accounts', {
    id: id(), name: varchar(50), token: varchar(100).unique().sensitive(),
  })
`
const insert = (id: number, token: string) =>
  event(['insert', 'Account', '@id', 'name', 'token'], id, `account ${id}`, token)
const rename = (id: number, name: string) => event(['update', 'Account', '@id', 'name'], id, name)

let rig: ConsumerRig
let directory: string

beforeAll(async () => {
  rig = await ConsumerRig.create('cli_dead_letters', SCHEMA)
  directory = await mkdtemp(join(tmpdir(), 'orm-dead-'))
  const { mysqlUrl, redisUrl, namespace } = rig.world
  await writeFile(
    join(directory, 'orm.yaml'),
    `default:\n  mysql: ${mysqlUrl}\n  redis: { address: '${redisUrl}', namespace: ${namespace} }\n`,
  )
  await rig.queue(
    [insert(1, 'secret-token')],
    [insert(2, 'secret-token')],
    [rename(2, 'renamed')],
    [insert(3, 'other')],
  )
  await rig.drain()
})
afterAll(async () => {
  await rm(directory, { recursive: true })
  await rig[Symbol.asyncDispose]()
})

const dead = (...argv: string[]) => orm(['dead-letters', ...argv], { cwd: directory })

test('list groups by cause, and shows what waits behind each', async () => {
  const { code, stdout } = await dead('list')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^orm-lazy-channel: 1 dead$/m)
  expect(stdout).toMatch(/1 +Account +1062 ER_DUP_ENTRY/)
  expect(stdout).toMatch(/1 +\S+ \S+ +insert Account +1062 +1 behind/)
})

test('a sensitive value is seen nowhere, not in the message of MySQL either', async () => {
  const shown = await dead('show', '1')
  expect(shown.stdout).toMatch(/insert Account {2}id 2 {2}name = "account 2", token = "\*\*\*"/)
  expect(shown.stdout).toContain("Duplicate entry '***'")
  const outputs = [shown, await dead('list'), await dead('show', '1', '--json'), await dead('list', '--json')]
  expect(outputs.map(({ stdout }) => stdout).join('')).not.toContain('secret-token')
})

test('marking needs to know which, and a wrong number is named', async () => {
  expect(await dead('retry')).toMatchObject({ code: 2, stderr: expect.stringContaining('--all') })
  expect(await dead('discard', 'x1')).toMatchObject({ code: 2, stderr: expect.stringContaining('"x1"') })
  expect(await dead('show', '99')).toMatchObject({ code: 1, stderr: expect.stringContaining('no dead letter 99') })
  expect(await dead('bury', '1')).toMatchObject({ code: 2 })
})

test('retry brings a letter back with what is parked behind it, once the cause is mended', async () => {
  await rig.world.query("UPDATE accounts SET token = 'moved' WHERE id = 1")
  expect((await dead('retry', '--error', '1062')).stdout).toMatch(/^1 dead letter marked/)
  expect((await dead('retry', '--all')).stdout).toMatch(/^Nothing to do/)
  await using consumer = rig.consumer()
  const running = consumer.run()
  await expect
    .poll(() => rig.world.query('SELECT id, name, token FROM accounts WHERE id = 2'), { timeout: 15_000 })
    .toEqual([{ id: '2', name: 'renamed', token: 'secret-token' }])
  await consumer.close()
  await running
  expect((await dead('list')).stdout).toBe('orm-lazy-channel: no dead letters\n')
})

test('what somebody wrote into the stream cannot steer the terminal', async () => {
  await rig.world.redis.xadd(rig.stream, '*', 'e', '\u001b]0;owned\u0007\u009b31m')
  await rig.drain()
  const [letter] = await rig.world.query<{ id: string }>('SELECT id FROM orm_lazy_dead_letter')
  const outputs = [await dead('list'), await dead('show', letter!.id)].map(({ stdout }) => stdout)
  expect(outputs[1]).toContain('\\x1b]0;owned\\x07\\x9b31m')
  expect(outputs.join('')).not.toMatch(/[^\P{Cc}\n]/u)
})
