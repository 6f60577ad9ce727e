/** Every error of the runtime: a class, a stable `code`, the facts as fields, the original as `cause`. */
export abstract class OrmError extends Error {
  abstract readonly code: string
  /** What the reader can do about it; part of `message` too. */
  readonly remedy: string | undefined

  constructor(message: string, options: { readonly remedy?: string; readonly cause?: unknown } = {}) {
    super(options.remedy === undefined ? message : `${message}\n  ${options.remedy}`, { cause: options.cause })
    this.name = new.target.name
    this.remedy = options.remedy
  }
}
