import type { BackgroundConsumer } from '../../runtime/background-consumer.js'
import type { Logger } from '../../runtime/ports.js'

const SUMMARY_MS = 10_000

/** Logs what the consumer does: changes as they happen, the bulk as a sum. Returns what ends it. */
export function logEvents(consumer: BackgroundConsumer, logger: Logger): () => void {
  const sum = { applied: 0, transactions: 0 }
  const summarize = () => {
    if (sum.applied === 0) return
    logger.info({ ...sum, perSecond: Math.round((sum.applied * 1_000) / SUMMARY_MS) }, 'Applied')
    Object.assign(sum, { applied: 0, transactions: 0 })
  }
  const timer = setInterval(summarize, SUMMARY_MS)
  timer.unref()
  const removers = [
    consumer.on('applied', ({ units }) => {
      sum.applied += units
      sum.transactions += 1
    }),
    consumer.on('leaseAcquired', ({ stream, epoch }) => logger.info({ stream, epoch }, 'Works the stream')),
    consumer.on('leaseReleased', ({ stream, epoch }) => logger.info({ stream, epoch }, 'Gave the stream up')),
    consumer.on('leaseLost', ({ stream, reason }) => logger.warn({ stream, reason }, 'Lost the stream to another')),
    consumer.on('retry', ({ stream, units, attempt, delayMs, error }) =>
      logger.debug({ stream, units, attempt, delayMs, err: error }, 'Tries again'),
    ),
    consumer.on('deadLetter', ({ stream, letter: { eventId, entity, operation, errorCode, errorName } }) =>
      logger.warn({ stream, eventId, entity, operation, errorCode, errorName }, 'Dead letter'),
    ),
    consumer.on('lost', ({ stream, entryIds, reason }) =>
      logger.error({ stream, entries: entryIds.length, reason }, 'Redis lost entries'),
    ),
    consumer.on('redelivered', ({ stream, units }) =>
      logger.debug({ stream, units }, 'Settled before, delivered again'),
    ),
  ]
  return () => {
    clearInterval(timer)
    for (const remove of removers) remove()
    summarize()
  }
}
