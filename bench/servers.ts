import type { MariaDBOptions } from 'orm-gen/testing'

/** A COMMIT that waits for the disk, as on a server that is to keep what it was given, and room for every page. */
export const BENCH_DATABASE = { flushAtCommit: 1, bufferPoolMegabytes: 1_024 } as const satisfies MariaDBOptions
