import { bulkInsert } from './bulk-insert.js'
import { bulkUpdate } from './bulk-update.js'
import { drain, openBareConsumer, openConsumer, peakMemory, run } from './consumer.js'
import { jobQueue } from './job-queue.js'
import { produce } from './produce.js'
import { singleUpdates } from './single-updates.js'

/** What a child process can be asked to do, one at a time. Arguments and results travel as JSON. */
export const JOBS = {
  openConsumer,
  openBareConsumer,
  run,
  drain,
  peakMemory,
  bulkInsert,
  bulkUpdate,
  singleUpdates,
  jobQueue,
  produce,
}

export type Jobs = typeof JOBS
