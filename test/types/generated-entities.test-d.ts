import type { Engine, Receipt } from 'orm-gen'
import {
  type OrderColumns,
  type OrderEntity,
  type TeamEntity,
  type UserColumns,
  UserEntity,
} from '../../generated/index.js'

/** What compiles and what must not, of the classes in generated/. Checked by the compiler alone, never run. */

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function expectType<T extends true>(): T | undefined {
  return undefined
}

export function construction(team: TeamEntity, order: OrderEntity): void {
  new UserEntity({ firstName: 'Tom', lastName: 'Bee', email: 'bee@beeorm.io' })
  new UserEntity({
    firstName: 'Tom',
    lastName: 'Bee',
    email: 'b',
    age: null,
    role: 'admin',
    settings: { theme: 'x' },
    team,
  })
  new UserEntity({ firstName: 'Tom', lastName: 'Bee', email: 'b', team: 1n })
  // @ts-expect-error the email has no default
  new UserEntity({ firstName: 'Tom', lastName: 'Bee' })
  // @ts-expect-error not a member of the enum
  new UserEntity({ firstName: 'Tom', lastName: 'Bee', email: 'b', role: 'owner' })
  // @ts-expect-error the column is not nullable
  new UserEntity({ firstName: null, lastName: 'Bee', email: 'b' })
  // @ts-expect-error the sequence gives the id
  new UserEntity({ id: 1n, firstName: 'Tom', lastName: 'Bee', email: 'b' })
  // @ts-expect-error there is no such property
  new UserEntity({ firstName: 'Tom', lastName: 'Bee', email: 'b', fristName: 'Tom' })
  // @ts-expect-error an order is no team
  new UserEntity({ firstName: 'Tom', lastName: 'Bee', email: 'b', team: order })
  // @ts-expect-error the document has another form
  new UserEntity({ firstName: 'Tom', lastName: 'Bee', email: 'b', settings: { colour: 'red' } })
}

export function properties(user: UserEntity, order: OrderEntity, team: TeamEntity): void {
  expectType<Equal<typeof user.age, number | null>>()
  expectType<Equal<typeof user.teamId, bigint | null>>()
  expectType<Equal<typeof order.status, OrderColumns['status']>>()
  user.firstName = 'Jo'
  user.age = null
  user.team = team
  user.team = 4n
  user.teamId = null
  // @ts-expect-error the id is read-only
  user.id = 2n
  // @ts-expect-error not nullable
  user.firstName = null
  // @ts-expect-error a decimal is text: a number would lose digits
  order.total = 12.5
  // @ts-expect-error bigint columns are bigint
  team.budget = 5
}

export function increments(user: UserEntity, order: OrderEntity): void {
  user.increment('loginCount')
  user.increment('age', 2)
  order.increment('total', 5n)
  // @ts-expect-error a text cannot be incremented
  user.increment('firstName')
  // @ts-expect-error neither can a reference
  user.increment('teamId')
  // @ts-expect-error nor an id
  user.increment('id')
}

export async function statics(order: OrderEntity, user: UserEntity, row: object): Promise<void> {
  const loaded = await UserEntity.loadById(1n)
  expectType<Equal<typeof loaded, UserEntity | null>>()
  const many = await UserEntity.loadByIds([1n, 2n])
  expectType<Equal<typeof many, (UserEntity | null)[]>>()
  const read = UserEntity.fromRow(row)
  expectType<Equal<typeof read, UserEntity>>()
  const receipt = await UserEntity.flushLazy([user])
  expectType<Equal<typeof receipt, Receipt>>()
  await UserEntity.patchLazy(1n, { firstName: 'Jo', age: null })
  await UserEntity.deleteLazyById(1n)
  await UserEntity.deleteLazy(user)
  // @ts-expect-error null where there is no row
  loaded.firstName
  // @ts-expect-error the key is a bigint
  await UserEntity.loadById('1')
  // @ts-expect-error there is no such property
  await UserEntity.patchLazy(1n, { fristName: 'Jo' })
  // @ts-expect-error the key stays as it is
  await UserEntity.patchLazy(1n, { id: 2n })
  // @ts-expect-error not nullable
  await UserEntity.patchLazy(1n, { firstName: null })
  // @ts-expect-error an order is no user
  await UserEntity.flushLazy(order)
  // @ts-expect-error no such mode
  await user.flushLazy({ onDuplicate: 'replace' })
}

export async function engineCalls(engine: Engine, user: UserEntity): Promise<void> {
  const loaded = await engine.loadById(UserEntity, 1n)
  expectType<Equal<typeof loaded, UserEntity | null>>()
  await engine.flushLazy(user)
  await engine.patchLazy(UserEntity, 1n, { role: 'admin' })
  // @ts-expect-error the key is a bigint
  await engine.loadById(UserEntity, 1)
  // @ts-expect-error there is no such property
  await engine.patchLazy(UserEntity, 1n, { colour: 'red' })
}

export function forms(user: UserEntity): void {
  const json = user.toJSON()
  expectType<Equal<typeof json.id, string>>()
  expectType<Equal<typeof json.createdAt, string>>()
  expectType<Equal<typeof json.age, number | null>>()
  expectType<Equal<typeof json.teamId, string | null>>()
  const dirty = user.dirtyColumns()
  expectType<Equal<typeof dirty, readonly (keyof UserColumns)[]>>()
  // @ts-expect-error a getter: nothing to call
  user.isDirty()
}
