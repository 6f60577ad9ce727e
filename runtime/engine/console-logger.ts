import type { Logger } from '../ports.js'

/** Warnings and errors go to the console, the rest nowhere: what an engine does when it is given no logger. */
export const consoleLogger: Logger = {
  debug() {},
  info() {},
  warn(facts, message) {
    console.warn(`orm-gen: ${message}`, facts)
  },
  error(facts, message) {
    console.error(`orm-gen: ${message}`, facts)
  },
}
