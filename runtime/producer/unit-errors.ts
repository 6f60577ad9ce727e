import { OrmError } from '../errors.js'

/** One unit is one transaction of one server. Nothing was queued. */
export class UnitSpansPoolsError extends OrmError {
  readonly code = 'ORM2610'
  readonly streams: readonly string[]

  constructor(streams: readonly string[]) {
    super(`Nothing was queued: the entities of one unit travel in several streams (${streams.join(', ')})`, {
      remedy: 'Use a flusher a pool, or flushLazy({ atomic: false }), which makes each entity a unit.',
    })
    this.streams = streams
  }
}

/** No order of the changes can be carried out one by one. Nothing was queued. */
export class UnitCycleError extends OrmError {
  readonly code = 'ORM2614'
  readonly entities: readonly string[]

  constructor(entities: readonly string[]) {
    super(`Nothing was queued: the changes of ${[...new Set(entities)].join(', ')} depend on each other in a circle`, {
      remedy:
        'Make one of the references nullable, or queue a step between: a unique value that rows swap is set aside for them only where its column is nullable or holds enough values for a random one.',
    })
    this.entities = entities
  }
}
