import { bulkInsert } from './bulk-insert.js'
import { drain, openConsumer } from './consumer.js'

/** What a child process can be asked to do, one at a time. Arguments and results travel as JSON. */
export const JOBS = { openConsumer, drain, bulkInsert }

export type Jobs = typeof JOBS
