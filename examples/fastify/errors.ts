import type { FastifyInstance } from 'fastify'
import { BacklogLimitError, EnqueueTimeoutError, RedisFullError, ValueError } from 'orm-gen'

const RETRY_AFTER_S = 5

/** What a flush can be refused for, as HTTP says it. Nothing was queued then, so the client may simply try again. */
export function addErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ValueError) {
      return reply.code(422).send({ code: error.code, property: error.property, message: error.message })
    }
    if (error instanceof BacklogLimitError || error instanceof RedisFullError || error instanceof EnqueueTimeoutError) {
      return reply.code(503).header('retry-after', RETRY_AFTER_S).send({ code: error.code })
    }
    return reply.send(error)
  })
}
