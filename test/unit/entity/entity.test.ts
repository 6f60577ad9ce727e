import { inspect } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import {
  captureFlush,
  defineTable,
  Entity,
  type EntityEngine,
  NoEngineError,
  RowError,
  UnknownPropertyError,
  useEngine,
  ValueError,
} from '../../../runtime/entity/index.js'
import type { ColumnDefinition } from '../../../runtime/entity/table.js'
import { AccountEntity, type AccountInput, type TeamEntity } from '../../support/account.js'

function newAccount(more: Partial<AccountInput> = {}): AccountEntity {
  return new AccountEntity({ name: 'Tom', email: 'tom@example.org', ...more })
}

const ROW = {
  id: '7',
  full_name: 'Tom',
  email: 'tom@example.org',
  role: 'member',
  logins: 3,
  balance: '1.50',
  settings: '{"theme":"dark"}',
  avatar: Buffer.from([1, 2]),
  secret: 'hush',
  team_id: null,
  born_at: '1969-12-31 23:59:59.999',
  created_at: '2025-01-01 00:00:00.000',
}

describe('a new entity', () => {
  test('takes defaults, and an explicit null stays null', () => {
    const account = newAccount({ balance: null })
    expect([account.role, account.logins, account.balance]).toEqual(['member', 0, null])
    expect(account.dirtyColumns()).toEqual(['name', 'email', 'balance'])
  })

  test('says what is missing by the name that the constructor takes', () => {
    expect(() => new AccountEntity(undefined as never)).toThrow(
      /^Account.name must be given: it is not nullable and has no default$/,
    )
  })

  test('takes undefined for not given', () => {
    expect(newAccount({ role: undefined } as unknown as Partial<AccountInput>).role).toBe('member')
  })

  test('misses what has no default', () => {
    expect(() => new AccountEntity({ name: 'Tom' } as AccountInput)).toThrow(
      'Account.email must be given: it is not nullable and has no default',
    )
  })

  test('refuses a property that does not exist, and an id that the sequence gives', () => {
    const input = { name: 'Tom', email: 'x', fullName: 'Tom' }
    expect(() => new AccountEntity(input)).toThrow(UnknownPropertyError)
    expect(() => newAccount({ emial: 'x' } as Partial<AccountInput>)).toThrow(
      'Account.emial does not exist; did you mean "email"?',
    )
    expect(() => newAccount({ id: 1n } as Partial<AccountInput>)).toThrow('cannot be given')
  })

  test('takes a reference as entity or key, by either name', () => {
    expect(newAccount({ team: 4n }).teamId).toBe(4n)
    expect(newAccount({ teamId: 4n }).teamId).toBe(4n)
    expect(() => newAccount({ team: newAccount() as unknown as TeamEntity })).toThrow('must be a Team or its key')
  })
})

describe('a refused value', () => {
  test('throws where it is set, says entity, property, rule and value, and changes nothing', () => {
    const account = AccountEntity.fromRow(ROW)
    const attempt = () => {
      account.name = 'x'.repeat(100)
    }
    expect(attempt).toThrow(ValueError)
    expect(attempt).toThrow(`Account.name must be at most 20 characters long and has 100: '${'x'.repeat(37)}...'`)
    expect([account.name, account.isDirty]).toEqual(['Tom', false])
  })

  test('is masked where the column is sensitive', () => {
    try {
      newAccount({ secret: `hunter2${'x'.repeat(30)}` })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'ORM2102', entity: 'Account', property: 'secret', shown: '***' })
      expect(String(error)).not.toContain('hunter2')
    }
  })

  test('that got in by a change in place is found at the flush', () => {
    const account = newAccount({ settings: { theme: 'dark' } })
    if (account.settings) account.settings.sizes = [Number.NaN]
    expect(() => captureFlush(account, { now: new Date(), allocateId: () => 1n })).toThrow(
      'Account.settings must come back from JSON as it is, but it holds NaN',
    )
  })
})

describe('equal values', () => {
  test('leave a column clean, and going back to the stored value cleans it', () => {
    const account = AccountEntity.fromRow(ROW)
    account.name = 'Tom'
    account.balance = '1.5'
    expect(account.isDirty).toBe(false)
    account.name = 'Tim'
    expect(account.dirtyColumns()).toEqual(['name'])
    account.name = 'Tom'
    expect(account.isDirty).toBe(false)
  })
})

describe('fromRow', () => {
  test('takes rows by column name and by property', () => {
    const byColumn = AccountEntity.fromRow(ROW)
    const { full_name, team_id, born_at, created_at, ...same } = ROW
    const byProperty = AccountEntity.fromRow({
      ...same,
      name: full_name,
      teamId: team_id,
      bornAt: born_at,
      createdAt: created_at,
    })
    expect(byProperty).toEqual(byColumn)
    expect(byColumn.isDirty).toBe(false)
  })

  test('takes the values of any driver setting', () => {
    const account = AccountEntity.fromRow({
      ...ROW,
      id: 7,
      logins: '3',
      balance: 1.5,
      settings: { theme: 'dark' },
      avatar: new Uint8Array([1, 2]),
      team_id: 9n,
      born_at: new Date(-1),
      created_at: '2025-01-01T00:00:00Z',
    })
    expect(account.toJSON()).toEqual({
      id: '7',
      name: 'Tom',
      email: 'tom@example.org',
      role: 'member',
      logins: 3,
      balance: '1.50',
      settings: { theme: 'dark' },
      avatar: 'AQI=',
      secret: 'hush',
      teamId: '9',
      bornAt: '1969-12-31T23:59:59.999Z',
      createdAt: '2025-01-01T00:00:00.000Z',
    })
  })

  test.each([
    ['a missing column', { email: undefined }, 'Account.email cannot be read'],
    ['a NULL where none can be', { email: null }, 'Account.email cannot be read: the row has null'],
    ['a zero date', { created_at: '0000-00-00 00:00:00' }, 'expected a moment in UTC'],
    ['a number that lost its last digits', { id: 2 ** 60 }, 'supportBigNumbers'],
    ['an enum value of a newer schema', { role: 'owner' }, "expected one of 'admin', 'member'"],
  ])('refuses %s', (_what, change, message) => {
    expect(() => AccountEntity.fromRow({ ...ROW, ...change })).toThrow(message)
  })
})

test('fromRow of no row at all says so', () => {
  expect(() => AccountEntity.fromRow(undefined as never)).toThrow('expected a row as an object')
})

describe('looking at an entity', () => {
  test('JSON has plain values and leaves out what is not known', () => {
    expect(JSON.parse(JSON.stringify(newAccount()))).toEqual({
      name: 'Tom',
      email: 'tom@example.org',
      role: 'member',
      logins: 0,
      balance: null,
      settings: null,
      avatar: null,
      secret: null,
      teamId: null,
      bornAt: null,
    })
  })

  test('console.log masks what is sensitive', () => {
    const text = inspect(AccountEntity.fromRow(ROW))
    expect(text).toContain("AccountEntity {\n  id: 7n,\n  name: 'Tom'")
    expect(text).toContain("secret: '***'")
  })

  test('numbers of a document that JavaScript would change are refused when they are read', () => {
    const account = AccountEntity.fromRow({ ...ROW, settings: '{"theme":9007199254740993}' })
    expect(() => account.settings).toThrow(RowError)
    expect(inspect(account)).toContain('(RowError)')
    account.settings = { theme: 'dark' }
    expect(account.dirtyColumns()).toEqual(['settings'])
  })
})

describe('calls that need an engine', () => {
  afterEach(() => useEngine(undefined))

  test('say how to get one', async () => {
    await expect(newAccount().flushLazy()).rejects.toThrow(NoEngineError)
    await expect(AccountEntity.loadById(1n)).rejects.toThrow('AccountEntity.loadById needs an engine')
  })

  test('go to the engine in use', async () => {
    const calls: unknown[] = []
    const engine = new Proxy({} as EntityEngine, {
      get:
        (_target, name) =>
        (...args: unknown[]) =>
          calls.push([name, ...args]),
    })
    useEngine(engine)
    const account = newAccount()
    account.flushLazy({ onDuplicate: 'update' })
    AccountEntity.flushLazy(account)
    account.deleteLazy()
    AccountEntity.loadByIds([1n])
    AccountEntity.patchLazy(1n, { name: 'Jo' })
    expect(calls).toEqual([
      ['flushLazy', account, { onDuplicate: 'update' }],
      ['flushLazy', account, undefined],
      ['deleteLazy', account],
      ['loadByIds', AccountEntity, [1n]],
      ['patchLazy', AccountEntity, 1n, { name: 'Jo' }],
    ])
  })
})

describe('increment', () => {
  test('takes whole amounts from 1, and sums within the range of the column', () => {
    const account = AccountEntity.fromRow({ ...ROW, logins: 4_294_967_294 })
    for (const amount of [0, -1, 1.5, 0n, Number.NaN])
      expect(() => account.increment('logins', amount)).toThrow(ValueError)
    account.increment('logins')
    expect(account.logins).toBe(4_294_967_295)
    expect(() => account.increment('logins')).toThrow('must be an integer from 0 to 4294967295')
    expect(account.logins).toBe(4_294_967_295)
  })

  test('needs a value to add to, and a column that holds amounts', () => {
    const account = AccountEntity.fromRow({ ...ROW, balance: null })
    expect(() => account.increment('balance')).toThrow('has no value to add to')
    expect(() => account.increment('name' as 'logins')).toThrow(UnknownPropertyError)
  })
})

describe('a table of many columns', () => {
  const columns: ColumnDefinition[] = Array.from({ length: 100 }, (_, index) => ({
    property: `c${index}`,
    column: `c${index}`,
    type: { kind: 'int' },
    ...(index === 0 ? {} : { default: { value: index } }),
  }))
  const table = defineTable({
    entity: 'Wide',
    table: 'wide',
    pool: 'default',
    key: ['c0'],
    columns,
    uniques: [],
    sql: { select: '', whereKey: '', insert: '', insertRow: '' },
  })
  class WideEntity extends Entity {
    static override readonly table = table
    constructor(input: object) {
      super(table, input)
    }
    set(index: number, value: unknown): void {
      this.$set(index, value)
    }
  }

  test('tells its dirty columns apart on either side of a machine word', () => {
    const row = Object.fromEntries(columns.map(({ column }, index) => [column, index]))
    const wide = WideEntity.fromRow(row)
    for (const index of [30, 31, 32, 62, 99]) wide.set(index, -1)
    expect(wide.dirtyColumns()).toEqual(['c30', 'c31', 'c32', 'c62', 'c99'])
    wide.set(31, 31)
    wide.set(99, 99)
    expect(wide.dirtyColumns()).toEqual(['c30', 'c32', 'c62'])
  })

  test('requires what is required beyond the first word too', () => {
    expect(() => new WideEntity({})).toThrow('Wide.c0 must be given')
    expect(new WideEntity({ c0: 1, c64: 5 }).dirtyColumns()).toEqual(['c0', 'c64'])
  })
})

describe('defaults that are objects', () => {
  test('are a copy for each entity', () => {
    const table = defineTable({
      entity: 'Page',
      table: 'pages',
      pool: 'default',
      key: ['id'],
      columns: [
        { property: 'id', column: 'id', type: { kind: 'uuid' }, id: 'uuid' },
        { property: 'meta', column: 'meta', type: { kind: 'json' }, default: { value: { tags: [] } } },
        {
          property: 'flags',
          column: 'flags',
          type: { kind: 'set', values: ['a', 'b'] },
          default: { value: ['b', 'a'] },
        },
        {
          property: 'at',
          column: 'at',
          type: { kind: 'datetime', precision: 0 },
          default: { value: '2020-01-01 00:00:00' },
        },
      ],
      uniques: [],
      sql: { select: '', whereKey: '', insert: '', insertRow: '' },
    })
    class PageEntity extends Entity {
      static override readonly table = table
      read(index: number): unknown {
        return this.$get(index)
      }
    }
    const [one, other] = [new PageEntity(table, {}), new PageEntity(table, {})]
    expect(one.read(1)).toEqual({ tags: [] })
    expect(one.read(1)).not.toBe(other.read(1))
    expect(one.read(2)).toEqual(['a', 'b'])
    expect(one.read(3)).toEqual(new Date('2020-01-01T00:00:00Z'))
    expect(one.read(0)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect(one.read(0)).not.toBe(other.read(0))
  })
})
