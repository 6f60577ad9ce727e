import { describe, expect, test } from 'vitest'
import { ENGINE_DEFAULTS } from '../../../runtime/config/options.js'
import { BOOKKEEPING_TABLES } from '../../../runtime/database/bookkeeping.js'
import type { MysqlServerFacts, TableFacts } from '../../../runtime/database/mysql-server-facts.js'
import type { TableDefinition } from '../../../runtime/entity/table.js'
import { checkClocks } from '../../../runtime/observe/checks/clocks.js'
import { checkConsumers } from '../../../runtime/observe/checks/consumers.js'
import type { Finding } from '../../../runtime/observe/checks/finding.js'
import { checkMysqlBookkeeping } from '../../../runtime/observe/checks/mysql-bookkeeping.js'
import { checkMysqlFlush } from '../../../runtime/observe/checks/mysql-flush.js'
import { checkMysqlLimits } from '../../../runtime/observe/checks/mysql-limits.js'
import { checkMysqlRights } from '../../../runtime/observe/checks/mysql-rights.js'
import { checkMysqlSequences } from '../../../runtime/observe/checks/mysql-sequences.js'
import { checkMysqlTable } from '../../../runtime/observe/checks/mysql-tables.js'
import { checkMysqlVersion } from '../../../runtime/observe/checks/mysql-version.js'
import { checkRedisEviction } from '../../../runtime/observe/checks/redis-eviction.js'
import { checkRedisGroup } from '../../../runtime/observe/checks/redis-group.js'
import { checkRedisMemory } from '../../../runtime/observe/checks/redis-memory.js'
import { checkRedisPersistence } from '../../../runtime/observe/checks/redis-persistence.js'
import { checkRedisReplicas } from '../../../runtime/observe/checks/redis-replicas.js'
import { checkRedisVersion } from '../../../runtime/observe/checks/redis-version.js'
import type { RedisServerFacts } from '../../../runtime/stream/redis-server-facts.js'

const REDIS: RedisServerFacts = {
  address: '127.0.0.1:6379',
  version: '7.0.15',
  evictionPolicy: 'noeviction',
  usedBytes: 1_000,
  limitBytes: 1_000_000,
  appendOnly: true,
  lastAppendFailed: false,
  fsync: { policy: 'everysec', pausedOnRewrite: false },
  connectedReplicas: 0,
  timeMs: 1_000_000,
}

const MYSQL: MysqlServerFacts = {
  version: '10.11.19-MariaDB',
  database: 'shop_eu',
  flushAtCommit: 1,
  maxConnections: 151,
  maxPacketBytes: 16 * 1024 ** 2,
  tables: new Map(),
  grants: ['GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost`'],
  sequences: [],
  timeMs: 1_000_000,
}

/** `problem: what was found` */
const brief = ({ level, found }: Finding) => `${level}: ${found}`
const redis = (facts: Partial<RedisServerFacts>): RedisServerFacts => ({ ...REDIS, ...facts })
const mysql = (facts: Partial<MysqlServerFacts>): MysqlServerFacts => ({ ...MYSQL, ...facts })

test('whatever is not well says why it matters and what mends it', () => {
  const findings = [
    checkRedisEviction(redis({ evictionPolicy: 'allkeys-lru' }), 'Redis'),
    checkMysqlFlush(mysql({ flushAtCommit: 2 }), 'MySQL'),
  ]
  expect(findings).toEqual([
    {
      check: 'redis-eviction',
      subject: 'Redis',
      level: 'problem',
      found: 'maxmemory-policy is allkeys-lru',
      why: 'A full server may throw away the whole stream, with everything that waits in it',
      mend: 'CONFIG SET maxmemory-policy noeviction (and in redis.conf)',
    },
    {
      check: 'mysql-flush',
      subject: 'MySQL',
      level: 'problem',
      found: 'innodb_flush_log_at_trx_commit is 2',
      why: 'Units are removed from Redis once MySQL has committed them; a power failure may then take back the last second',
      mend: 'SET GLOBAL innodb_flush_log_at_trx_commit = 1 (and in my.cnf)',
    },
  ])
})

describe('Redis', () => {
  test.each([
    ['6.0.16', 'problem'],
    ['6.2.0', 'advice'],
    ['7.0.0', 'ok'],
    ['10.1.2', 'ok'],
  ])('version %s: %s', (version, level) => {
    expect(checkRedisVersion(redis({ version }), '').level).toBe(level)
  })

  test.each([
    [{ usedBytes: 10, limitBytes: 0 }, 'advice: 0.0 MB used, no limit'],
    [{ usedBytes: 90 * 1024 ** 2, limitBytes: 100 * 1024 ** 2 }, 'problem: 90.0 MB of 100.0 MB used'],
    [{ usedBytes: 9 * 1024 ** 2, limitBytes: 100 * 1024 ** 2 }, 'ok: 9.0 MB of 100.0 MB used'],
  ])('memory %j', (facts, expected) => {
    expect(brief(checkRedisMemory(redis(facts), ''))).toBe(expected)
  })

  const always = { policy: 'always', pausedOnRewrite: false }
  test.each<readonly [what: string, facts: Partial<RedisServerFacts>, settings: object, expected: readonly string[]]>([
    ['no file', { appendOnly: false }, {}, ['problem: appendonly is no']],
    ['every second', {}, {}, ['ok: appendfsync is everysec']],
    ['never', { fsync: { ...always, policy: 'no' } }, {}, ['problem: appendfsync is no']],
    [
      'paused on rewrite',
      { fsync: { ...always, pausedOnRewrite: true } },
      {},
      ['advice: appendfsync is always, paused while the file is rewritten'],
    ],
    [
      'a failed write',
      { lastAppendFailed: true },
      {},
      ['problem: the last write to the append-only file failed', 'ok: appendfsync is everysec'],
    ],
    ['every second under fsync before 7.2', {}, { durability: 'fsync' }, ['problem: appendfsync is everysec']],
    [
      'every second under fsync with WAITAOF',
      { version: '7.2.0' },
      { durability: 'fsync' },
      ['ok: appendfsync is everysec'],
    ],
    ['always under fsync before 7.2', { fsync: always }, { durability: 'fsync' }, ['ok: appendfsync is always']],
    ['closed under fsync', { fsync: undefined }, { durability: 'fsync' }, ['unknown: CONFIG GET is closed']],
    [
      'closed under fsync, assumed',
      { fsync: undefined },
      { durability: 'fsync', assumeFsync: true },
      ['ok: appendonly is yes; appendfsync cannot be seen'],
    ],
  ])('persistence: %s', (_, facts, settings, expected) => {
    const findings = checkRedisPersistence(redis(facts), { ...ENGINE_DEFAULTS, ...settings }, '')
    expect(findings.map(brief)).toEqual(expected)
  })

  test('replicas matter only where flushes wait for them', () => {
    const settings = { ...ENGINE_DEFAULTS, durability: 'replica', replicas: 2 } as const
    expect(checkRedisReplicas(REDIS, ENGINE_DEFAULTS, '')).toEqual([])
    expect(checkRedisReplicas(redis({ connectedReplicas: 1 }), settings, '').map(brief)).toEqual([
      'problem: 1 connected, 2 wanted',
    ])
    expect(checkRedisReplicas(redis({ connectedReplicas: 2 }), settings, '').map(brief)).toEqual([
      'ok: 2 connected, 2 wanted',
    ])
  })

  test('a second group on the stream is a problem', () => {
    const stream = { name: 's', key: 'ns:s', group: 'g', redisPool: 'default', mysqlPool: 'default' }
    expect(checkRedisGroup(stream, ['g']).level).toBe('ok')
    expect(checkRedisGroup(stream, []).level).toBe('ok')
    expect(checkRedisGroup(stream, ['g', 'spy'])).toMatchObject({ level: 'problem', mend: 'XGROUP DESTROY ns:s spy' })
  })
})

describe('MySQL', () => {
  test.each([
    ['5.7.44', 'problem'],
    ['8.0.36', 'ok'],
    ['10.5.1-MariaDB', 'problem'],
    ['10.11.19-MariaDB-deb12', 'ok'],
  ])('version %s: %s', (version, level) => {
    expect(checkMysqlVersion(mysql({ version }), '').level).toBe(level)
  })

  test('few connections and a small packet are advice', () => {
    const pool = {
      pool: 'default',
      endpoint: { kind: 'socket', path: '/s' },
      user: 'u',
      database: 'd',
      connections: 10,
    } as const
    const levels = (facts: Partial<MysqlServerFacts>) =>
      checkMysqlLimits(mysql(facts), pool, ENGINE_DEFAULTS.consumer, '').map(({ level }) => level)
    expect(levels({})).toEqual(['ok', 'ok'])
    expect(levels({ maxConnections: 20, maxPacketBytes: 1024 ** 2 })).toEqual(['advice', 'advice'])
  })

  test.each<readonly [grants: readonly string[], expected: string]>([
    [['GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION'], 'ok: may read, write and create'],
    [
      ['GRANT USAGE ON *.* TO `app`@`%`', 'GRANT SELECT, INSERT, UPDATE, DELETE ON `shop\\_eu`.* TO `app`@`%`'],
      'ok: may read and write; tables come from orm-gen ddl --apply, with an account that may create them',
    ],
    [['GRANT SELECT, INSERT ON `shop_%`.* TO `app`@`%`'], 'problem: UPDATE, DELETE missing'],
    [['GRANT ALL PRIVILEGES ON `other`.* TO `app`@`%`'], 'unknown: the rights come from roles or single tables'],
    [['GRANT `writer`@`%` TO `app`@`%`'], 'unknown: the rights come from roles or single tables'],
  ])('rights %j', (grants, expected) => {
    expect(brief(checkMysqlRights(mysql({ grants }), ''))).toBe(expected)
  })

  test('ids that somebody else wrote above a sequence are a problem', () => {
    const sequences = [
      { table: 'users', nextId: 101n, greatestKey: 100n },
      { table: 'teams', nextId: 1n, greatestKey: undefined },
      { table: 'orders', nextId: 101n, greatestKey: 101n },
    ]
    const found = checkMysqlSequences(mysql({ sequences }))
    expect(found.map(({ level }) => level)).toEqual(['ok', 'ok', 'problem'])
    expect(found[2]?.mend).toContain("UPDATE orm_lazy_sequence SET next_id = 102 WHERE name = 'orders'")
  })
})

test('bookkeeping that is missing, or that no transaction holds, is a problem', () => {
  const names = BOOKKEEPING_TABLES.map((statement) => /orm_lazy_\w+/.exec(statement)![0])
  const tables = (engine: string) => new Map(names.map((name) => [name, { engine, columns: new Map() }]))
  expect(checkMysqlBookkeeping(mysql({ tables: tables('InnoDB') }), '').level).toBe('ok')
  expect(checkMysqlBookkeeping(MYSQL, '')).toMatchObject({ level: 'problem', mend: 'orm-gen ddl --apply' })
  const [first] = names
  const withOne = new Map([...tables('InnoDB'), [first!, { engine: 'MyISAM', columns: new Map() }]])
  expect(checkMysqlBookkeeping(mysql({ tables: withOne }), '')).toMatchObject({
    level: 'problem',
    found: `${first} not InnoDB`,
    mend: `ALTER TABLE ${first} ENGINE = InnoDB`,
  })
})

describe('the consumers of a stream', () => {
  const stream = { name: 's', key: 'ns:s', group: 'g', redisPool: 'default', mysqlPool: 'default' }
  const idle = { entries: 0, oldestMs: undefined, added: 0, group: undefined, samples: [] }
  const nobody = { bookkeeping: true, owner: undefined, consumers: [], deadLetters: 0, parked: 0 }
  const working = {
    ...{ owner: 'me', host: 'app-1', pid: 1, state: 'working', workers: 11, silentMs: 900 },
    ...{ applied: 0, dead: 0, retries: 0, appliedPerSecond: 0, alert: undefined },
  }
  const look = (redis: object, database: object) =>
    checkConsumers({ stream, redis: { ...idle, ...redis }, database: { ...nobody, ...database } })

  test.each<readonly [what: string, redis: object, database: object, expected: readonly string[]]>([
    ['nobody, and nothing waits', {}, {}, ['ok: none alive, and nothing waits']],
    ['somebody', { entries: 5 }, { consumers: [working] }, ['ok: 1 alive']],
    ['nobody, and entries wait', { entries: 5 }, {}, ['problem: 5 entries wait, no consumer']],
    ['one that waits', {}, { consumers: [{ ...working, alert: 'schemaBehind: x' }] }, ['problem: schemaBehind: x']],
    ['dead letters', {}, { consumers: [working], deadLetters: 2, parked: 1 }, ['advice: 2 dead, 1 parked behind them']],
  ])('%s', (_, redis, database, expected) => {
    const found = look(redis, database)
    expect(found.map(brief)).toEqual(expected)
    for (const { level, why, mend } of found) if (level !== 'ok') expect([why, mend]).not.toContain(undefined)
  })
})

describe('a table', () => {
  const definition: TableDefinition = {
    entity: 'User',
    table: 'users',
    pool: 'default',
    key: ['id'],
    uniques: [],
    columns: [
      { property: 'id', column: 'id', type: { kind: 'bigint', unsigned: true }, id: 'sequence' },
      { property: 'name', column: 'name', type: { kind: 'varchar', length: 9 } },
    ],
    sql: { select: '', whereKey: '', insert: '', insertRow: '' },
  }
  const column = { nullable: false, fillsItself: false, autoIncrement: false, primary: false }

  function check(columns: TableFacts['columns'], engine = 'InnoDB'): readonly string[] {
    return checkMysqlTable(definition, mysql({ tables: new Map([['users', { engine, columns }]]) })).map(brief)
  }

  test('that is there and fits is fine', () => {
    expect(
      check(
        new Map([
          ['id', column],
          ['name', column],
          ['note', { ...column, fillsItself: true }],
        ]),
      ),
    ).toEqual(['ok: 3 columns, InnoDB'])
  })

  test('that is missing, lacks a column, or demands one, is a problem', () => {
    expect(checkMysqlTable(definition, MYSQL).map(brief)).toEqual(['problem: missing'])
    expect(check(new Map([['id', column]]))).toEqual(['problem: no column name'])
    expect(
      check(
        new Map([
          ['id', column],
          ['name', column],
          ['extra', column],
        ]),
      ),
    ).toEqual(['problem: column extra is not in the schema, NOT NULL and without a default'])
  })

  test('of another engine is a problem', () => {
    expect(
      check(
        new Map([
          ['id', column],
          ['name', column],
        ]),
        'MyISAM',
      ),
    ).toEqual(['problem: engine MyISAM'])
  })

  test('that counts by itself beside a sequence is advice', () => {
    expect(
      check(
        new Map([
          ['id', { ...column, autoIncrement: true }],
          ['name', column],
        ]),
      ),
    ).toEqual(['advice: column id is AUTO_INCREMENT, and its ids come from a sequence'])
  })
})

test('clocks that are far apart are advice', () => {
  expect(checkClocks(REDIS, MYSQL, '').level).toBe('ok')
  expect(brief(checkClocks(REDIS, mysql({ timeMs: 1_007_500 }), ''))).toBe('advice: 7.5 s apart')
})
