import type { FastifyInstance } from 'fastify'
import { UserEntity } from './generated/index.js'

const SIGN_UP = {
  body: {
    type: 'object',
    required: ['name', 'email'],
    additionalProperties: false,
    properties: { name: { type: 'string' }, email: { type: 'string' } },
  },
} as const

const BY_ID = { params: { type: 'object', properties: { id: { type: 'string', pattern: '^[0-9]{1,19}$' } } } } as const

export function addUsers(app: FastifyInstance): void {
  /** 202: accepted and durable in Redis, on its way to MySQL. The id is known already. */
  app.post<{ Body: { name: string; email: string } }>('/users', { schema: SIGN_UP }, async ({ body }, reply) => {
    const user = new UserEntity(body)
    await app.engine.flushLazy(user)
    return reply.code(202).header('location', `/users/${user.id}`).send(user)
  })

  /** Reads MySQL: a user who signed up a moment ago may not be there yet. */
  app.get<{ Params: { id: string } }>('/users/:id', { schema: BY_ID }, async ({ params }, reply) => {
    const user = await app.engine.loadById(UserEntity, BigInt(params.id))
    return user ?? reply.code(404).send({ message: 'no such user' })
  })

  app.post<{ Params: { id: string } }>('/users/:id/logins', { schema: BY_ID }, async ({ params }, reply) => {
    const user = await app.engine.loadById(UserEntity, BigInt(params.id))
    if (user === null) return reply.code(404).send({ message: 'no such user' })
    user.increment('logins')
    await app.engine.flushLazy(user)
    return reply.code(202).send()
  })
}
