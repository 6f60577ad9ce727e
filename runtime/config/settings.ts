import { ConfigError, type ConfigProblem } from './config-error.js'
import { ConfigNode } from './config-node.js'
import {
  BACKLOG_DEFAULTS,
  type BacklogSettings,
  CONSUMER_DEFAULTS,
  type ConsumerOptions,
  type ConsumerSettings,
  DEADLINE_DEFAULTS,
  type DeadlineSettings,
  ENGINE_DEFAULTS,
  type EngineSettings,
} from './options.js'

/** Reads `options:`; what was left out, or is wrong and noted, is as in `base`. */
export function readSettings(node: ConfigNode, base: EngineSettings = ENGINE_DEFAULTS): EngineSettings {
  node.allowKeys(Object.keys(ENGINE_DEFAULTS))
  return {
    durability: node.child('durability').oneOf(['memory', 'fsync', 'replica']) ?? base.durability,
    assumeFsync: node.child('assumeFsync').flag() ?? base.assumeFsync,
    replicas: node.child('replicas').integer({ min: 1, max: 100 }) ?? base.replicas,
    tracing: node.child('tracing').oneOf(['auto', 'off']) ?? base.tracing,
    backlog: readBacklog(node.child('backlog'), base.backlog),
    deadlines: readDeadlines(node.child('deadlines'), base.deadlines),
    consumer: readConsumerSettings(node.child('consumer'), base.consumer),
  }
}

function readBacklog(node: ConfigNode, base: BacklogSettings): BacklogSettings {
  node.allowKeys(Object.keys(BACKLOG_DEFAULTS))
  return {
    warnAt: node.child('warnAt').limit({ min: 1 }) ?? base.warnAt,
    refuseAt: node.child('refuseAt').limit({ min: 1 }) ?? base.refuseAt,
    consumerSilentMs: node.child('consumerSilentMs').limit({ min: 1 }) ?? base.consumerSilentMs,
  }
}

function readDeadlines(node: ConfigNode, base: DeadlineSettings): DeadlineSettings {
  node.allowKeys(Object.keys(DEADLINE_DEFAULTS))
  const deadline = (key: keyof DeadlineSettings) => node.child(key).integer({ min: 1 }) ?? base[key]
  return {
    connectMs: deadline('connectMs'),
    flushMs: deadline('flushMs'),
    answerMs: deadline('answerMs'),
    queryMs: deadline('queryMs'),
    closeMs: deadline('closeMs'),
  }
}

/** What a consumer is given in code, over the engine's settings. Throws ConfigError with every mistake. */
export function consumerSettings(given: ConsumerOptions, base: ConsumerSettings): ConsumerSettings {
  const problems: ConfigProblem[] = []
  const settings = readConsumerSettings(new ConfigNode(given, '', problems), base)
  if (problems.length > 0) throw new ConfigError('BackgroundConsumer options', problems)
  return settings
}

function readConsumerSettings(node: ConfigNode, base: ConsumerSettings = CONSUMER_DEFAULTS): ConsumerSettings {
  node.allowKeys(Object.keys(CONSUMER_DEFAULTS), { concurrency: 'write workers' })
  const settings = {
    workers: node.child('workers').integer({ min: 1, max: 1_000 }) ?? base.workers,
    batchRows: node.child('batchRows').integer({ min: 1, max: 65_535 }) ?? base.batchRows,
    windowUnits: node.child('windowUnits').integer({ min: 1 }) ?? base.windowUnits,
    leaseMs: node.child('leaseMs').integer({ min: 100 }) ?? base.leaseMs,
    onDeadLetter: node.child('onDeadLetter').oneOf(['park', 'skip']) ?? base.onDeadLetter,
    onMissingRow: node.child('onMissingRow').oneOf(['deadLetter', 'report']) ?? base.onMissingRow,
    pauseAfter: node.child('pauseAfter').limit({ min: 1 }) ?? base.pauseAfter,
    retentionMs: node.child('retentionMs').integer({ min: 0 }) ?? base.retentionMs,
    schemaGraceMs: node.child('schemaGraceMs').limit({ min: 0 }) ?? base.schemaGraceMs,
    backoffMinMs: node.child('backoffMinMs').integer({ min: 1 }) ?? base.backoffMinMs,
    backoffMaxMs: node.child('backoffMaxMs').integer({ min: 1 }) ?? base.backoffMaxMs,
  }
  if (node.given && settings.backoffMinMs > settings.backoffMaxMs) {
    node.child('backoffMinMs').fail(`is above backoffMaxMs (${settings.backoffMaxMs})`)
  }
  return settings
}
