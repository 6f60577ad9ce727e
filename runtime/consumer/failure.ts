/**
 * What a failed statement or connection means for the units in it.
 *
 * - `transient`: the same transaction may succeed in a moment.
 * - `away`: the server or the connection to it is gone; the outcome of a COMMIT under way is unknown. Costs no attempt.
 * - `schemaBehind`: the database lacks what the generated code knows; the stream waits for the migration.
 * - `tooLarge`: fewer rows in one statement may pass; a single unit that still fails is permanent.
 * - `permanent`: the data will never be accepted as it is.
 * - `configuration`: credentials or rights; somebody must mend it.
 */
export type FailureClass = 'transient' | 'away' | 'schemaBehind' | 'tooLarge' | 'permanent' | 'configuration'

/** The slice of a mysql2 error that decides. */
export interface DatabaseError {
  readonly errno?: number
  readonly code?: string
  readonly message?: string
}

const CLASS_OF_ERRNO: ReadonlyMap<number, FailureClass> = new Map(
  (
    [
      // Deadlock, lock wait, record changed, lock table full, definition changed, interrupted XA, NOWAIT, too many transactions.
      ['transient', [1213, 1205, 1020, 1180, 1206, 1412, 1615, 1637, 3101, 3572]],
      // Shutting down, out of connections, memory or disk (1030 and 1026 wrap the file system's own), read-only, killed,
      // packet errors, unreachable.
      [
        'away',
        [
          1021, 1026, 1030, 1037, 1038, 1040, 1041, 1047, 1053, 1114, 1129, 1135, 1152, 1156, 1157, 1158, 1159, 1160,
          1161, 1184, 1203, 1243, 1290, 1317, 1461, 1792, 1835, 1836, 1927, 1969, 3024, 3168, 3169, 4031, 2002, 2003,
          2006, 2013,
        ],
      ],
      // Unknown database, unknown column, column count, unknown table.
      ['schemaBehind', [1049, 1054, 1136, 1146]],
      // Larger than max_allowed_packet, more than 65,535 placeholders.
      ['tooLarge', [1153, 1390]],
      // Null, duplicate, range, truncation, syntax of a value, length, foreign keys, partition, check constraints.
      [
        'permanent',
        [1048, 1062, 1064, 1169, 1264, 1265, 1292, 1364, 1366, 1406, 1451, 1452, 1526, 1690, 3140, 3819, 4025],
      ],
      // Access denied: by host, user, table, column, privilege, plugin, expired password or locked account.
      ['configuration', [1044, 1045, 1130, 1142, 1143, 1227, 1698, 1820, 1862, 3118, 4151]],
    ] as const
  ).flatMap(([kind, numbers]) => numbers.map((errno): [number, FailureClass] => [errno, kind])),
)

const AWAY_CODE = /^(PROTOCOL_[A-Z_]+|ECONN[A-Z]+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/
/** Our own deadline of a statement. */
const QUERY_DEADLINE = 'ORM2301'
const CLOSED_STATE = /closed state|connection is closed|pool is closed/i

/**
 * An error that is not listed is permanent: its unit becomes a dead letter with the cause, which loses nothing and holds
 * up nobody; should it concern every unit, the storm breaker pauses the stream.
 */
export function classifyFailure(error: DatabaseError): FailureClass {
  const listed = error.errno === undefined ? undefined : CLASS_OF_ERRNO.get(error.errno)
  if (listed !== undefined) return listed
  if (error.code === QUERY_DEADLINE || AWAY_CODE.test(error.code ?? '') || CLOSED_STATE.test(error.message ?? ''))
    return 'away'
  return 'permanent'
}

/** Errors that an earlier unit of the same tables, not settled yet, may explain: duplicate key, parent in use, parent missing. */
export function mayPassLater(error: DatabaseError): boolean {
  return error.errno === 1062 || error.errno === 1451 || error.errno === 1452
}
