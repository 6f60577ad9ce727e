import { expect, test } from 'vitest'
import { Child, type ChildOptions } from './lib/process/child.js'
import { moduleAt } from './lib/process/modules.js'
import { until } from './lib/until.js'
import type { EchoMessage } from './processes/echo.js'

const entry = moduleAt('test/fault/processes/echo')
const args = [JSON.stringify({ a: 1 })]
const start = (options: Partial<ChildOptions> = {}) => new Child<EchoMessage>({ entry, args, ...options })

test('a child reports over IPC, and is killed at once', async () => {
  await using child = start()
  expect(await child.heard('ready')).toMatchObject({ settings: { a: 1 }, knowsEventIds: true })
  await child.kill()
  expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' })
  await expect(child.heard('said')).rejects.toThrow('it ended with SIGKILL')
})

test('a stopped child is silent until it is continued', async () => {
  await using child = start()
  await child.heard('ready')
  child.stop()
  await until('the child is stopped', 20_000, () => stateOf(child.pid).then((state) => state === 'T'))
  child.send({ hello: 1 })
  child.continue()
  expect(await child.heard('said')).toEqual({ kind: 'said', message: { hello: 1 } })
})

test('a child may live an hour ahead', async () => {
  await using child = start({ clockShiftMs: 3_600_000 })
  const { now } = await child.heard('ready')
  expect(now - Date.now()).toBeGreaterThan(3_590_000)
})

test('a mutant takes the place of a real module in the child', async () => {
  await using child = start({ mutant: 'self-test' })
  expect(await child.heard('ready')).toMatchObject({ knowsEventIds: false })
})

async function stateOf(pid: number): Promise<string | undefined> {
  const { readFile } = await import('node:fs/promises')
  return (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.[0]
}
