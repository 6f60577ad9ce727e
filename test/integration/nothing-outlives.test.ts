import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { until } from '../fault/lib/until.js'

/** Both servers of a program that was started with the script; temporary directories go to a folder of the test. */
function startProgram(script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'outlive-'))
  const program = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { ...process.env, TMPDIR: folder, REDIS_URL: '', MYSQL_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    program.kill('SIGKILL')
    await until('the folder is empty', 10_000, () => runDirectories(folder).length === 0).catch(() => undefined)
    rmSync(folder, { recursive: true, force: true })
  })
  return { folder, program }
}

const SERVERS = "import { startServers } from './testing/index.ts'\n"

/** The loader of TypeScript leaves a folder of its own beside them. */
function runDirectories(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('orm-gen-'))
    .map((name) => join(folder, name))
}

async function serverPids(folder: string, count: number): Promise<readonly number[]> {
  return until(`${count} servers have been launched`, 20_000, () => {
    const files = runDirectories(folder).map((path) => join(path, 'pid'))
    const pids = files.filter((file) => existsSync(file)).map((file) => Number(readFileSync(file, 'utf8')))
    return pids.length === count && pids.every((pid) => pid > 0) && pids
  })
}

async function expectGone(folder: string, pids: readonly number[]): Promise<void> {
  await until('no server is left', 10_000, () => !pids.some(isAlive))
  await until('no directory is left', 10_000, () => runDirectories(folder).length === 0)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

async function firstLine(program: ChildProcess): Promise<string> {
  const [chunk] = (await once(program.stdout!, 'data')) as [Buffer]
  return chunk.toString().trim()
}

test('servers and their directories go when the program is killed', async () => {
  const { folder, program } = startProgram(
    `${SERVERS}await startServers({ log() {} }); console.log('up'); setInterval(() => {}, 1000)`,
  )
  expect(await firstLine(program)).toBe('up')
  const pids = await serverPids(folder, 2)
  program.kill('SIGKILL')
  await expectGone(folder, pids)
})

test('servers and their directories go when the program is killed while they start', async () => {
  const { folder, program } = startProgram(`${SERVERS}await startServers({ log() {} })`)
  const pids = await serverPids(folder, 2)
  program.kill('SIGKILL')
  await expectGone(folder, pids)
})

test('a program that forgets to close its servers ends, and they with it', async () => {
  const { folder, program } = startProgram(`${SERVERS}await startServers({ log() {} }); console.log('up')`)
  const exited = once(program, 'exit')
  expect(await firstLine(program)).toBe('up')
  expect(await exited).toEqual([0, null])
  await until('no directory is left', 10_000, () => runDirectories(folder).length === 0)
})

test('what a run left behind whose watchdog was killed too goes with the next run', async () => {
  const { folder, program } = startProgram(
    `${SERVERS}const { redis } = await startServers({ log() {} }); console.log('up'); setInterval(() => {}, 1000)`,
  )
  expect(await firstLine(program)).toBe('up')
  const pids = await serverPids(folder, 2)
  for (const watchdog of new Set(pids.flatMap(ancestorsBelow(program.pid!)))) process.kill(watchdog, 'SIGKILL')
  program.kill('SIGKILL')
  await once(program, 'exit')
  expect(pids.every(isAlive)).toBe(true)

  const next = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', `${SERVERS}await (await startServers({ log() {} })).close()`],
    { env: { ...process.env, TMPDIR: folder, REDIS_URL: '', MYSQL_URL: '' }, stdio: 'inherit' },
  )
  expect(await once(next, 'exit')).toEqual([0, null])
  await expectGone(folder, pids)
})

/** The processes between a server and the program: the shells of its watchdog. */
function ancestorsBelow(top: number) {
  return (pid: number): readonly number[] => {
    const found: number[] = []
    for (let parent = parentOf(pid); parent !== top && parent > 1; parent = parentOf(parent)) found.push(parent)
    return found
  }
}

function parentOf(pid: number): number {
  return Number(/\) \w (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1])
}
