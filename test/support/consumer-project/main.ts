import { BackgroundConsumer, createEngine, Registry, useEngine } from 'orm-gen'
import { generate } from 'orm-gen/codegen'
import { createDashboard } from 'orm-gen/dashboard'
import { drain, startServers } from 'orm-gen/testing'
import { entities, UserEntity } from './generated/index.js'

const { MYSQL_URL = '', REDIS_URL = '', NAMESPACE = '' } = process.env
const registry = new Registry()
registry.registerMySQL(MYSQL_URL)
registry.registerRedis(REDIS_URL, { namespace: NAMESPACE })

await using engine = await createEngine(registry, { entities })
useEngine(engine)
const user = new UserEntity({ name: 'Tom', settings: { theme: 'dark' } })
const receipt = await user.flushLazy()
user.increment('logins')
await user.flushLazy()
await drain(engine)
await receipt.applied({ timeoutMs: 10_000 })

const loaded = await UserEntity.loadById(user.id)
const functions = [BackgroundConsumer, createDashboard, generate, startServers]
console.log(loaded?.name, loaded?.logins, loaded?.settings?.theme, functions.map((value) => typeof value).join())
