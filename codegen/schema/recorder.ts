/**
 * Schema files are read, not executed. Where one is imported all the same (a test, a bundler), every builder gives
 * this object, whose every method returns it.
 */
const chain: object = new Proxy(Object.freeze({}), { get: () => () => chain })

export const build = <T>(): T => chain as T
