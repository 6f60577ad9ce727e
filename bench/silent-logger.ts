import type { Logger } from 'orm-gen'

/** Engines of the benchmarks warn that no consumer is alive while a backlog is made; that is meant so. */
export const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} }
