import { fastify } from 'fastify'
import { addEngine } from './engine-plugin.js'
import { addErrorHandler } from './errors.js'
import { addUsers } from './users.js'

const app = fastify({ logger: { level: 'warn' } })
await addEngine(app)
addErrorHandler(app)
addUsers(app)

// The server first, then the engine: what was accepted is queued before the process ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void app.close())
console.log(`listening at ${await app.listen({ port: Number(process.env.PORT ?? 3000) })}`)
