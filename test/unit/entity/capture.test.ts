import { describe, expect, test } from 'vitest'
import {
  assignKey,
  type CaptureOptions,
  captureDelete,
  captureFlush,
  DeletedEntityError,
  defineTable,
  Entity,
  IdNotAssignedError,
  ReferenceNotFlushedError,
  reserveKeyOf,
  UnknownKeyError,
  unresolvedReferences,
  ValueNotAssignedError,
} from '../../../runtime/entity/index.js'
import type { ChangeEvent } from '../../../runtime/event/unit.js'
import { AccountEntity, type AccountInput, TeamEntity } from '../../support/account.js'

const NOW = new Date('2026-01-02T03:04:05.678Z')
const LATER = new Date('2026-01-02T03:04:06.789Z')

function options(more: Partial<CaptureOptions> = {}): CaptureOptions {
  let next = 100n
  return { now: NOW, allocateId: () => next++, ...more }
}

/** Fields with sigils and their values, as an object. */
function fieldsOf(event: ChangeEvent | undefined): Record<string, unknown> {
  const sigils = { key: '@', set: '', add: '+', was: '<', match: '=', init: '~' }
  return Object.fromEntries(
    (event?.shape.fields ?? []).map(({ role, property }, index) => [sigils[role] + property, event?.values[index]]),
  )
}

function newAccount(more: Partial<AccountInput> = {}): AccountEntity {
  return new AccountEntity({ name: 'Tom', email: 'tom@example.org', ...more })
}

function storedAccount(more: Record<string, unknown> = {}): AccountEntity {
  return AccountEntity.fromRow({
    id: '7',
    name: 'Tom',
    email: 'tom@example.org',
    role: 'member',
    logins: 3,
    balance: '1.50',
    settings: '{"theme": "dark", "sizes": [1]}',
    avatar: Buffer.from([1, 2]),
    secret: null,
    teamId: '9',
    bornAt: '1969-12-31 23:59:59.999',
    createdAt: '2025-01-01 00:00:00.000',
    ...more,
  })
}

describe('an insert', () => {
  test('names every written column, key first, with defaults and the time of the flush', () => {
    const account = newAccount()
    const capture = captureFlush(account, options())
    expect(capture?.event.shape.operation).toBe('insert')
    expect(fieldsOf(capture?.event)).toEqual({
      '@id': 100,
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
      createdAt: '2026-01-02 03:04:05.678',
    })
    expect(account.id).toBe(100n)
    expect(account.createdAt).toEqual(NOW)
    expect(account.isDirty).toBe(false)
  })

  test('shares its shape with every other insert of the table', () => {
    const shapes = [newAccount(), newAccount({ balance: '1' })].map(
      (account) => captureFlush(account, options())?.event.shape,
    )
    expect(shapes[0]).toBe(shapes[1])
  })

  test('that is refused makes the entity new again, and the next one has the same id', () => {
    const account = newAccount()
    captureFlush(account, options())?.refused()
    expect(() => account.id).toThrow(IdNotAssignedError)
    expect(() => account.createdAt).toThrow(ValueNotAssignedError)
    const again = captureFlush(account, options({ now: LATER, allocateId: () => 999n }))
    expect(fieldsOf(again?.event)).toMatchObject({ '@id': 100, createdAt: '2026-01-02 03:04:06.789' })
  })

  test('leaves a time that the program gave alone', () => {
    const given = new Date('2020-01-01T00:00:00.000Z')
    expect(fieldsOf(captureFlush(newAccount({ createdAt: given }), options())?.event).createdAt).toBe(
      '2020-01-01 00:00:00.000',
    )
  })

  test('that cannot get an id leaves the entity new', () => {
    const account = newAccount()
    const unavailable = () => {
      throw new Error('no ids')
    }
    expect(() => captureFlush(account, options({ allocateId: unavailable }))).toThrow('no ids')
    expect(captureFlush(account, options())?.event.shape.operation).toBe('insert')
  })
})

describe('an update', () => {
  test('names the key and the changed columns alone', () => {
    const account = storedAccount()
    account.name = 'Tim'
    expect(fieldsOf(captureFlush(account, options())?.event)).toEqual({ '@id': 7, name: 'Tim' })
    expect(captureFlush(account, options())).toBeNull()
  })

  test('gives former values of unique and reference columns', () => {
    const account = storedAccount()
    account.email = 'tim@example.org'
    account.teamId = null
    expect(fieldsOf(captureFlush(account, options())?.event)).toEqual({
      '@id': 7,
      '<email': 'tom@example.org',
      '<teamId': 9,
      email: 'tim@example.org',
      teamId: null,
    })
  })

  test('that is refused leaves the entity as dirty as before, and revert still knows the stored value', () => {
    const account = storedAccount()
    account.name = 'Tim'
    captureFlush(account, options())?.refused()
    expect(account.dirtyColumns()).toEqual(['name'])
    account.revert()
    expect(account.name).toBe('Tom')
    expect(account.isDirty).toBe(false)
  })

  test('while another is under way holds only what changed since', () => {
    const account = storedAccount()
    account.name = 'Tim'
    captureFlush(account, options())
    account.role = 'admin'
    expect(fieldsOf(captureFlush(account, options())?.event)).toEqual({ '@id': 7, role: 'admin' })
  })

  for (const order of ['the first refused first', 'the last refused first'] as const) {
    test(`and another of the same column lose nothing, ${order}`, () => {
      const account = storedAccount()
      account.email = 'b@example.org'
      account.settings = { theme: 'b' }
      const first = captureFlush(account, options())
      account.email = 'c@example.org'
      account.settings = { theme: 'c' }
      const second = captureFlush(account, options())
      account.name = 'Tim'
      const refusals = [first, second]
      if (order === 'the last refused first') refusals.reverse()
      for (const capture of refusals) capture?.refused()
      expect(account.dirtyColumns()).toEqual(['name', 'email', 'settings'])
      expect(fieldsOf(captureFlush(account, options())?.event)).toEqual({
        '@id': 7,
        '<email': 'tom@example.org',
        name: 'Tim',
        email: 'c@example.org',
        settings: '{"theme":"c"}',
      })
    })
  }

  test('that is refused after the value was set back leaves the column clean or harmless', () => {
    const account = storedAccount()
    account.name = 'Tim'
    const capture = captureFlush(account, options())
    account.name = 'Tom'
    capture?.refused()
    account.revert()
    expect(account.name).toBe('Tom')
  })

  test('of an entity whose insert is refused goes into the insert', () => {
    const account = newAccount()
    const insert = captureFlush(account, options())
    account.name = 'Tim'
    const update = captureFlush(account, options())
    insert?.refused()
    update?.refused()
    const again = captureFlush(account, options())
    expect(again?.event.shape.operation).toBe('insert')
    expect(fieldsOf(again?.event)).toMatchObject({ '@id': 100, name: 'Tim' })
  })
})

describe('an increment', () => {
  test('travels as an amount, and amounts add up', () => {
    const account = storedAccount()
    account.increment('logins')
    account.increment('logins', 4)
    account.increment('balance', 2n)
    expect([account.logins, account.balance]).toEqual([8, '3.50'])
    expect(fieldsOf(captureFlush(account, options())?.event)).toEqual({ '@id': 7, '+logins': 5, '+balance': '2.00' })
  })

  test('is overridden by a later set, and adds to an earlier one', () => {
    const set = storedAccount()
    set.increment('logins')
    set.logins = 50
    expect(fieldsOf(captureFlush(set, options())?.event)).toEqual({ '@id': 7, logins: 50 })
    const added = storedAccount()
    added.logins = 50
    added.increment('logins')
    expect(fieldsOf(captureFlush(added, options())?.event)).toEqual({ '@id': 7, logins: 51 })
  })

  test('that is refused adds to those made since', () => {
    const account = storedAccount()
    account.increment('logins', 2n)
    const first = captureFlush(account, options())
    account.increment('logins', 3n)
    const second = captureFlush(account, options())
    first?.refused()
    second?.refused()
    account.increment('logins', 5n)
    expect(fieldsOf(captureFlush(account, options())?.event)).toEqual({ '@id': 7, '+logins': 10 })
    expect(account.logins).toBe(13)
  })

  test('of a new entity goes into its insert', () => {
    const account = newAccount()
    account.increment('logins')
    expect(fieldsOf(captureFlush(account, options())?.event).logins).toBe(1)
  })
})

describe('a value that changes in place', () => {
  test('is noticed at the flush: JSON, bytes and dates', () => {
    const account = storedAccount()
    account.settings?.sizes?.push(2)
    account.avatar?.set([9], 0)
    account.bornAt?.setUTCFullYear(1950)
    expect(account.dirtyColumns()).toEqual(['settings', 'avatar', 'bornAt'])
    expect(fieldsOf(captureFlush(account, options())?.event)).toEqual({
      '@id': 7,
      settings: '{"sizes":[1,2],"theme":"dark"}',
      avatar: Buffer.from([9, 2]).toString('base64'),
      bornAt: '1950-12-31 23:59:59.999',
    })
    expect(account.isDirty).toBe(false)
  })

  test('is clean when equal content is set, whatever the order of keys', () => {
    const account = storedAccount()
    account.settings = { sizes: [1], theme: 'dark' }
    account.avatar = Uint8Array.of(1, 2)
    account.bornAt = new Date(-1)
    expect(account.isDirty).toBe(false)
  })

  test('is taken back by revert', () => {
    const account = storedAccount()
    if (account.settings) account.settings.theme = 'light'
    account.revert()
    expect(account.settings).toEqual({ theme: 'dark', sizes: [1] })
    expect(account.isDirty).toBe(false)
  })

  test('is noticed after an insert as well', () => {
    const account = newAccount({ settings: { theme: 'dark' } })
    captureFlush(account, options())?.queued()
    if (account.settings) account.settings.theme = 'light'
    expect(fieldsOf(captureFlush(account, options())?.event)).toEqual({ '@id': 100, settings: '{"theme":"light"}' })
  })
})

describe('an upsert', () => {
  test('tells what was given from defaults, and amounts from values', () => {
    const account = newAccount({ role: 'admin' })
    account.increment('logins', 3n)
    const capture = captureFlush(account, options({ onDuplicate: 'update' }))
    expect(capture?.event.shape.operation).toBe('upsert')
    expect(fieldsOf(capture?.event)).toMatchObject({
      '@id': 100,
      name: 'Tom',
      role: 'admin',
      '~logins': 3,
      '+logins': 3,
      '~balance': null,
      '~createdAt': '2026-01-02 03:04:05.678',
    })
  })

  test('leaves the key unknown, for the row may have been there', () => {
    const account = newAccount()
    captureFlush(account, options({ onDuplicate: 'ignore' }))?.queued()
    expect(() => account.id).toThrow(IdNotAssignedError)
    expect(captureFlush(account, options())).toBeNull()
    account.name = 'Tim'
    expect(() => captureFlush(account, options())).toThrow(UnknownKeyError)
  })
})

describe('an upsert of a key that the entity made itself', () => {
  const pages = defineTable({
    entity: 'Page',
    table: 'pages',
    pool: 'default',
    key: ['id'],
    columns: [
      { property: 'id', column: 'id', type: { kind: 'uuid' }, id: 'uuid' },
      { property: 'url', column: 'url', type: { kind: 'varchar', length: 20 } },
    ],
    uniques: [['url']],
    sql: { select: '', whereKey: '', insert: '', insertRow: '' },
  })
  class PageEntity extends Entity {
    static override readonly table = pages
    constructor(input: object) {
      super(pages, input)
    }
    get id(): unknown {
      return this.$get(0)
    }
  }

  test('forgets the key, and has it again when it is refused', () => {
    const page = new PageEntity({ url: '/' })
    const { id } = page
    const capture = captureFlush(page, options({ onDuplicate: 'update' }))
    expect(capture?.event.values[0]).toBe(id)
    expect(() => page.id).toThrow(IdNotAssignedError)
    capture?.refused()
    expect(page.id).toBe(id)
    expect(captureFlush(page, options())?.event.values[0]).toBe(id)
    expect(page.id).toBe(id)
  })
})

describe('a deletion', () => {
  test('names the key and what ordered the row, as it is stored', () => {
    const account = storedAccount()
    account.email = 'other@example.org'
    expect(fieldsOf(captureDelete(account, options())?.event)).toEqual({
      '@id': 7,
      '<email': 'tom@example.org',
      '<teamId': 9,
    })
    expect(captureDelete(account, options())).toBeNull()
    expect(captureFlush(account, options())).toBeNull()
    expect(() => {
      account.name = 'x'
    }).toThrow(DeletedEntityError)
  })

  test('that is refused brings the entity and its changes back', () => {
    const account = storedAccount()
    account.name = 'Tim'
    const update = captureFlush(account, options())
    const deletion = captureDelete(account, options())
    update?.refused()
    deletion?.refused()
    expect(fieldsOf(captureFlush(account, options())?.event)).toEqual({ '@id': 7, name: 'Tim' })
  })

  test('of an insert that is refused too leaves a new entity', () => {
    const account = newAccount()
    const insert = captureFlush(account, options())
    const deletion = captureDelete(account, options())
    insert?.refused()
    deletion?.refused()
    expect(captureFlush(account, options())?.event.shape.operation).toBe('insert')
  })

  test('of a new entity is nothing to do', () => {
    expect(captureDelete(newAccount(), options())).toBeNull()
  })
})

function storedTeam(): TeamEntity {
  return TeamEntity.fromRow({
    id: 5,
    title: 'A',
    version: '18446744073709551615',
    changed_at: '2025-01-01 00:00:00',
    deleted_at: null,
  })
}

describe('version, onUpdateNow and soft delete', () => {
  test('an update matches the version it knows, writes a fresh one, and stamps the time at the column’s precision', () => {
    const team = storedTeam()
    team.title = 'B'
    const fields = fieldsOf(captureFlush(team, options())?.event)
    expect(fields).toMatchObject({
      '@id': 5,
      '=version': '18446744073709551615',
      title: 'B',
      changedAt: '2026-01-02 03:04:05',
    })
    expect(String(team.version)).toBe(String(fields.version))
    expect(team.version).not.toBe(18446744073709551615n)
  })

  test('a refused update takes version and time back', () => {
    const team = storedTeam()
    team.title = 'B'
    const first = captureFlush(team, options())
    team.title = 'C'
    const second = captureFlush(team, options({ now: LATER }))
    first?.refused()
    second?.refused()
    expect(team.dirtyColumns()).toEqual(['title'])
    expect(team.version).toBe(18446744073709551615n)
    expect(team.changedAt).toEqual(new Date('2025-01-01T00:00:00Z'))
  })

  test('a deletion becomes an update that says when', () => {
    const team = storedTeam()
    const capture = captureDelete(team, options())
    expect(capture?.event.shape.operation).toBe('update')
    expect(fieldsOf(capture?.event)).toMatchObject({ '@id': 5, deletedAt: '2026-01-02 03:04:05.678' })
    capture?.refused()
    expect(team.deletedAt).toBeNull()
    expect(team.isDirty).toBe(false)
  })
})

describe('a key that MySQL assigns', () => {
  test('is undefined until it is told, and no event names it', () => {
    const team = new TeamEntity({ title: 'A' })
    const capture = captureFlush(team, options())
    expect(Object.keys(fieldsOf(capture?.event))).toEqual(['title', 'version', 'changedAt', 'deletedAt'])
    expect(team.id).toBeUndefined()
    team.title = 'B'
    expect(() => captureFlush(team, options())).toThrow(UnknownKeyError)
    assignKey(team, '12')
    expect(team.id).toBe(12n)
    expect(fieldsOf(captureFlush(team, options())?.event)).toMatchObject({ '@id': 12, title: 'B' })
  })
})

describe('a reference to a new entity', () => {
  test('needs a resolver, and fails without a trace', () => {
    const team = new TeamEntity({ title: 'A' })
    const account = newAccount({ team })
    expect(unresolvedReferences(account)).toEqual([team])
    expect(() => captureFlush(account, options())).toThrow(ReferenceNotFlushedError)
    const capture = captureFlush(account, options({ resolveReference: () => ({ ref: 0 }) }))
    expect(fieldsOf(capture?.event).teamId).toEqual({ ref: 0 })
    expect(account.isDirty).toBe(false)
    captureFlush(team, options())
    assignKey(team, 4)
    expect(account.teamId).toBe(4n)
  })

  test('takes a key that is known by then', () => {
    const team = new TeamEntity({ title: 'A' })
    const account = storedAccount()
    account.team = team
    expect(() => account.teamId).toThrow(IdNotAssignedError)
    captureFlush(team, options())
    assignKey(team, 4)
    expect(fieldsOf(captureFlush(account, options())?.event)).toEqual({ '@id': 7, '<teamId': 9, teamId: 4 })
    expect(account.teamId).toBe(4n)
  })

  test('can be given a sequence’s key ahead, which it keeps', () => {
    const account = newAccount()
    const { allocateId } = options()
    expect(reserveKeyOf(account, allocateId)).toBe(100)
    expect(fieldsOf(captureFlush(account, options({ allocateId: () => 1n }))?.event)['@id']).toBe(100)
    expect(reserveKeyOf(new TeamEntity({ title: 'A' }), allocateId)).toBeUndefined()
  })
})
