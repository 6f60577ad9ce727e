import type { FastifyInstance } from 'fastify'
import { createEngine, type Engine } from 'orm-gen'
import { entities } from './generated/index.js'

declare module 'fastify' {
  interface FastifyInstance {
    readonly engine: Engine
  }
}

/** `app.engine`, open from the start until the last request is answered. */
export async function addEngine(app: FastifyInstance): Promise<void> {
  const engine = await createEngine('orm.yaml', { entities, logger: app.log })
  app.decorate('engine', engine)
  app.addHook('onClose', () => engine.close())
}
