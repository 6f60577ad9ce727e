import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startRedis, startServers } from '../../testing/index.js'
import { locateServer } from '../../testing/ladder/locate.js'
import type { Launch } from '../../testing/process/watchdog.js'
import { servers } from '../support/servers.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ladder-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const silent = { log: () => undefined }

test('servers named in the environment are taken and left running', async () => {
  const { redisUrl, mysqlUrl } = await servers()
  vi.stubEnv('REDIS_URL', redisUrl)
  vi.stubEnv('MYSQL_URL', mysqlUrl)
  const lines: string[] = []
  const taken = await startServers({ log: (line) => lines.push(line) })
  await taken.close()
  expect(taken).toMatchObject({ redisUrl, mysqlUrl, redis: undefined, mysql: undefined })
  expect(lines).toEqual([`servers: redis from REDIS_URL ${redisUrl}, mysql from MYSQL_URL ${mysqlUrl}`])
  const redis = new Redis<'legacy'>(redisUrl)
  expect(await redis.ping()).toBe('PONG')
  redis.disconnect()
})

test('a server named in the environment that does not answer is an error, without its password', async () => {
  vi.stubEnv('REDIS_URL', 'redis://app:secret@127.0.0.1:1/0')
  const error: unknown = await startServers(silent).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'ORM3103', exitCode: 4, url: 'redis://app:***@127.0.0.1:1/0' })
  expect(String(error)).not.toContain('secret')
})

test('with no server anywhere the error names every rung and the line that installs one', async () => {
  vi.stubEnv('ORM_GEN_SERVER_DIRS', folder)
  vi.stubEnv('ORM_GEN_CACHE_DIR', folder)
  vi.stubEnv('PATH', folder)
  vi.stubEnv('REDIS_URL', '')
  const error: unknown = await startRedis(silent).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'ORM3101', exitCode: 4 })
  expect((error as { tried: string[] }).tried.map((reason) => reason.split(':')[0])).toEqual([
    'this machine',
    'cached packages',
    'installed packages',
    'Docker',
  ])
  expect(String(error)).toContain('apt-get install -y redis-server')
})

test('Docker is the last rung, and its container is signalled and removed through Docker', async () => {
  const program = await locateServer('redis', () => undefined)
  writeFileSync(join(folder, 'docker'), fakeDocker(program.launch({ directory: folder, port: 0, args: [] })))
  chmodSync(join(folder, 'docker'), 0o755)
  const path = process.env.PATH
  vi.stubEnv('ORM_GEN_SERVER_DIRS', '')
  vi.stubEnv('ORM_GEN_CACHE_DIR', folder)
  vi.stubEnv('PATH', folder)
  const starting = startRedis(silent)
  await starting.finally(() => vi.stubEnv('PATH', path))
  await using redis = await starting
  expect(redis.origin).toEqual({ rung: 'docker', name: 'redis 7', from: 'redis:7' })
  const client = new Redis<'legacy'>(redis.url)
  await client.set('key', 'kept')
  client.disconnect()
  await redis.stop()
  await redis.restart()
  const again = new Redis<'legacy'>(redis.url)
  expect(await again.get('key')).toBe('kept')
  again.disconnect()
})

/** Does with processes what Docker does with containers: a daemon is not to be had in every place where tests run. */
function fakeDocker({ command, env = {} }: Launch): string {
  return `#!/bin/sh
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
${Object.entries(env)
  .map(([name, value]) => `export ${name}='${value}'`)
  .join('\n')}
case $1 in
  version) echo 27.0 ;;
  image) ;;
  kill) kill "-\${2#--signal=SIG}" "$(cat "${folder}/$3")" ;;
  rm) kill -9 "$(cat "${folder}/$3")" ;;
  run)
    shift
    while [ "$1" != redis:7 ]; do
      case $1 in
        --name) name=$2 ;;
        --volume) volume=\${2%%:*} ;;
      esac
      shift
    done
    shift 2
    for argument; do
      shift
      case $argument in /run/orm-gen/*) argument=$volume/\${argument#/run/orm-gen/} ;; esac
      set -- "$@" "$argument"
    done
    echo $$ >"${folder}/$name"
    exec '${command}' "$@" ;;
esac
`
}
