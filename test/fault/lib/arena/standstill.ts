import type { Arena } from './arena.js'

/** What one wants to see of a stream that does not go on: the look of both servers and the last words of consumers. */
export async function describeStandstill({ world, consumers }: Arena): Promise<string> {
  const { redis, stream } = world
  const facts = await Promise.allSettled([
    redis.xlen(stream).then((length) => ({ length })),
    redis.xinfo('GROUPS', stream).then((groups) => ({ groups })),
    redis.xpending(stream, 'orm-async-consumer').then((pending) => ({ pending })),
    world.query('SELECT part, owner, epoch, expires_at, UTC_TIMESTAMP(6) AS now FROM orm_lazy_lease'),
    world.query('SELECT part, epoch FROM orm_lazy_fence'),
    world.query(
      `SELECT p.id, p.command, p.time, p.state, LEFT(p.info, 120) AS info, t.trx_state, t.trx_started
       FROM information_schema.processlist p LEFT JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = p.id
       WHERE p.db = DATABASE()`,
    ),
  ])
  const seen = facts.map((fact) => JSON.stringify(fact.status === 'fulfilled' ? fact.value : String(fact.reason)))
  const said = consumers.map(
    (child) => `${child.pid}: ${JSON.stringify(child.messages.slice(-5))} ${child.errorOutput}`,
  )
  return [...seen, ...said].join('\n')
}
