import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createEngine, type Engine } from 'orm-gen'
import { entities, UserEntity } from '../../generated/index.js'

const CUSTOMER_EVERY_MS = 250
/** So often a customer takes an address that is taken: a dead letter, for whoever looks to decide about. */
const MISTAKE_EVERY = 40
/** More than these do not make it clearer. */
const MOST_DEAD_LETTERS = 12
const TAKEN = 'regular@example.com'

/** Customers come and go, and now and then one makes a mistake, until the signal. */
export async function stayOpen(config: string, signal: AbortSignal): Promise<void> {
  await using engine = await createEngine(config, { entities })
  await engine.flushLazy(newcomer(TAKEN))
  for (let number = 1; !signal.aborted; number++) {
    const isMistaken = number % MISTAKE_EVERY === 0 && (await deadLetters(engine)) < MOST_DEAD_LETTERS
    await visit(engine, isMistaken ? TAKEN : `${randomUUID()}@example.com`)
    await pause(CUSTOMER_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** What a customer with a taken address does later waits behind the dead letter. */
async function visit(engine: Engine, email: string): Promise<void> {
  const user = newcomer(email)
  await engine.flushLazy(user)
  user.increment('loginCount')
  await engine.flushLazy(user)
  user.settings = { theme: 'dark' }
  await engine.flushLazy(user)
}

function newcomer(email: string): UserEntity {
  return new UserEntity({ firstName: 'Late', lastName: 'Comer', email })
}

async function deadLetters(engine: Engine): Promise<number> {
  return (await engine.deadLetters().groups()).reduce((sum, { letters }) => sum + letters, 0)
}
