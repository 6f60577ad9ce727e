export { diff } from './diff.js'
export type { Difference, SchemaDiff } from './difference.js'
export type { LiveDatabase, LiveTable, RunQuery } from './live.js'
export { readDatabase } from './read-database.js'
