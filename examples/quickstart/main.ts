import { createEngine, useEngine } from 'orm-gen'
import { entities, UserEntity } from './generated/index.js'

await using engine = await createEngine('orm.yaml', { entities })
useEngine(engine)

const user = new UserEntity({ name: 'Tom', email: 'bee@beeorm.io' })
const receipt = await user.flushLazy()
console.log(`queued as ${user.id}; MySQL has not been asked`)
user.increment('logins')
await user.flushLazy()

await receipt.applied({ timeoutMs: 10_000 })
const stored = await UserEntity.loadById(user.id)
console.log(`in MySQL: ${JSON.stringify(stored)}`)
