/** What must and must not compile against generated classes. `tsc` checks it; nothing runs. */
import { OrderEntity, OrderItemEntity, TeamEntity, UserEntity } from '../../generated/index.js'

export async function generatedClasses(): Promise<void> {
  const user = new UserEntity({ firstName: 'Tom', lastName: 'Bee', email: 'bee@beeorm.io' })
  // @ts-expect-error a required column is missing
  new UserEntity({ firstName: 'Tom', lastName: 'Bee' })
  // @ts-expect-error ids come from the sequence
  new UserEntity({ id: 1n, firstName: 'Tom', lastName: 'Bee', email: 'bee@beeorm.io' })
  // @ts-expect-error not a member of the enum
  new UserEntity({ firstName: 'Tom', lastName: 'Bee', email: 'bee@beeorm.io', role: 'guest' })
  // @ts-expect-error firstName takes no null
  new UserEntity({ firstName: null, lastName: 'Bee', email: 'bee@beeorm.io' })
  // @ts-expect-error a team is no user
  new OrderEntity({ user: new TeamEntity({ name: 'x' }), number: '1' })
  // @ts-expect-error an order belongs to a user
  new OrderEntity({ number: '1' })
  // @ts-expect-error keys are bigint
  new OrderEntity({ user: 1, number: '1' })

  const order = new OrderEntity({ user, number: '1', shipTo: { street: 'a', city: 'b', country: 'DE' } })
  new OrderItemEntity({ order, sku: 'a', price: '1.00' })
  new OrderItemEntity({ order: 1n, sku: 'a', price: '1.00', gift: true })

  const id: bigint = user.id
  const age: number | null = user.age
  const teamId: bigint | null = user.teamId
  const role: 'admin' | 'member' = user.role
  const createdAt: Date = user.createdAt
  // @ts-expect-error an id is not assigned
  user.id = 2n
  // @ts-expect-error age is a number
  user.age = '3'
  // @ts-expect-error not the form of the settings
  user.settings = { color: 'red' }
  user.settings = null
  user.team = new TeamEntity({ name: 'x' })
  user.team = 1n
  user.teamId = null
  order.userId = user.id
  // @ts-expect-error decimals are texts
  order.total = 1.5

  user.increment('loginCount')
  user.increment('age', 3)
  // @ts-expect-error a text cannot be incremented
  user.increment('firstName')
  // @ts-expect-error a key cannot be incremented
  user.increment('teamId')

  await UserEntity.patchLazy(1n, { firstName: 'Jo', teamId: null })
  // @ts-expect-error a key keeps its value
  await UserEntity.patchLazy(1n, { id: 2n })
  // @ts-expect-error no such column
  await UserEntity.patchLazy(1n, { name: 'Jo' })
  // @ts-expect-error keys are bigint
  await UserEntity.loadById(1)
  const loaded: UserEntity | null = await UserEntity.loadById(1n)
  const many: (UserEntity | null)[] = await UserEntity.loadByIds([1n, 2n])
  const dirty: readonly (keyof ReturnType<typeof user.toJSON>)[] = user.dirtyColumns()
  const json: { id: string; age: number | null; createdAt: string } = user.toJSON()
  // @ts-expect-error a user is no order
  await OrderEntity.flushLazy(user)

  void [id, age, teamId, role, createdAt, loaded, many, dirty, json]
}
