import { MissingRowError } from '../errors.js'
import type { DeadLetter } from '../ports.js'
import { backoffMs } from './backoff.js'
import { planSingly } from './batch-plan.js'
import { type Cause, deadLetterOf } from './dead-letter.js'
import { type DatabaseError, mayPassLater } from './failure.js'
import type { Resolution } from './resolve-error.js'
import type { UnitDesk } from './unit-desk.js'
import type { UnitNode } from './unit-node.js'

/** How long a paused stream waits before it tries one of the units again. */
const PAUSE_MS = 5_000

/**
 * Decides about a unit that the database refuses while it stands alone, and carries it out: not yet, passed, dead,
 * skipped, or tried again until it is one of these. Returns early when the tenure is over.
 */
export async function settleRefused(node: UnitNode, first: Cause, desk: UnitDesk): Promise<void> {
  const { alerts, settings } = desk.context
  let cause = first
  if (isNotYet(node, cause.error, desk)) return
  for (;;) {
    if (cause.error instanceof MissingRowError && settings.onMissingRow === 'report') {
      const passed = await desk.apply([node], planSingly(node), 'accept')
      if (passed.kind !== 'refused') return finish(node, passed.kind === 'committed' ? cause.error : undefined, desk)
    }
    switch (await resolve(node, cause, desk)) {
      case 'deadLetter':
        if ((await buryUnit(node, cause, desk)) !== 'later') return
        break
      case 'skip':
        return skip(node, cause, desk)
      case 'retry':
        await alerts.waitForChange(backoffMs(cause.attempts, { firstMs: 20, mostMs: 1_000 }))
        break
    }
    const again = await desk.apply([node], planSingly(node))
    if (again.kind === 'over') return
    if (again.kind !== 'refused') {
      alerts.clear('storm')
      return desk.settle([node])
    }
    cause = { ...again, attempts: cause.attempts + again.attempts }
  }
}

/** Writes a dead letter for as long as it takes; false when the tenure is over. */
export async function writeDeadLetter(letter: DeadLetter, error: Error, desk: UnitDesk): Promise<boolean> {
  const { alerts, events, store, stream } = desk.context
  for (;;) {
    const outcome = await desk.transactor.run(1, (epoch) => store.bury(epoch, letter))
    if (outcome.kind === 'over') return false
    if (outcome.kind !== 'refused') {
      alerts.clear('deadLetterRefused')
      if (letter.keys.length > 0) desk.chainOpened()
      if (outcome.kind === 'committed') events.emit('deadLetter', { stream, letter, error })
      return true
    }
    alerts.raise('deadLetterRefused', 'MySQL refuses to keep a dead letter; its unit waits', outcome.error)
    await alerts.waitForChange(PAUSE_MS)
  }
}

function isNotYet(node: UnitNode, error: Error, { context, graph }: UnitDesk): boolean {
  if (!mayPassLater(error as DatabaseError)) return false
  const relatives = new Set<string>()
  for (const { shape } of node.unit.events) {
    for (const entity of context.plan.rules.get(shape.entity)?.relatives ?? []) relatives.add(entity)
  }
  return graph.postpone(node, relatives)
}

async function resolve(node: UnitNode, { error, at, attempts }: Cause, { context }: UnitDesk): Promise<Resolution> {
  const { resolveError, stream, logger } = context
  if (resolveError === undefined) return 'deadLetter'
  const { unit } = node
  const { entity, operation } = at ?? unit.events[0]!.shape
  try {
    return await resolveError({ stream, unit, error, entity, operation, attempts })
  } catch (thrown) {
    logger.error({ stream, err: thrown }, 'resolveError threw; the unit becomes a dead letter')
    return 'deadLetter'
  }
}

/** `later` when everything of its kind dies of this cause: the stream is paused instead of buried. */
async function buryUnit(node: UnitNode, cause: Cause, desk: UnitDesk): Promise<'buried' | 'later' | 'over'> {
  const { alerts, settings } = desk.context
  const letter = deadLetterOf(node.unit, cause, desk.context)
  const { entity, errorCode } = letter
  if (desk.storm.isTripped(entity, errorCode)) {
    const message = `${settings.pauseAfter} units of ${entity} in a row died of ${errorCode}; the stream is paused`
    alerts.raise('storm', message, cause.error)
    await alerts.waitForChange(PAUSE_MS)
    return 'later'
  }
  if (!(await writeDeadLetter(letter, cause.error, desk))) return 'over'
  desk.storm.died(entity, errorCode)
  desk.settle([node])
  return 'buried'
}

async function skip(node: UnitNode, { error }: Cause, desk: UnitDesk): Promise<void> {
  const { events, store, stream } = desk.context
  const { eventId } = node.unit
  const request = { eventIds: [eventId], status: 'skipped', plan: [], missingRows: 'fail' } as const
  const outcome = await desk.transactor.run(1, (epoch) => store.apply(epoch, request))
  if (outcome.kind === 'over') return
  if (outcome.kind === 'committed') events.emit('skipped', { stream, eventId, error })
  desk.settle([node])
}

function finish(node: UnitNode, missing: Error | undefined, desk: UnitDesk): void {
  const { events, stream } = desk.context
  if (missing !== undefined) events.emit('missingRow', { stream, eventId: node.unit.eventId, error: missing })
  desk.settle([node])
}
