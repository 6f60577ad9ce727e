import { OrmError } from '../../errors.js'

/** An entity was asked to flush or load before the program named an engine. */
export class NoEngineError extends OrmError {
  readonly code = 'ORM2101'
  /** The call that needed an engine: `UserEntity.loadById`. */
  readonly call: string

  constructor(call: string) {
    super(`${call} needs an engine, and none is in use`, {
      remedy:
        'call useEngine(await createEngine(...)) once at start-up, or call the engine itself: engine.flushLazy(user)',
    })
    this.call = call
  }
}
