/**
 * The tables that the consumer keeps beside the rows, one source for `orm-gen ddl` and for the consumer. Each is a
 * `CREATE TABLE IF NOT EXISTS` that runs on MySQL 8 and on MariaDB. Charsets are named, because a server's default may
 * be latin1; names compare byte by byte, because two streams that differ in case are two streams.
 */

const NAME = 'VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
const WORD = 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin'
const OPTIONS = 'ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'

/** Written on takeover only, so that every transaction may hold a shared lock on its row. */
const FENCE = `CREATE TABLE IF NOT EXISTS orm_lazy_fence (
  part ${NAME} NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (part)
) ${OPTIONS}`

/** The heartbeat, by the database's clock; apart from the fence, whose row every worker locks. */
const LEASE = `CREATE TABLE IF NOT EXISTS orm_lazy_lease (
  part ${NAME} NOT NULL,
  owner ${NAME} NOT NULL,
  epoch BIGINT UNSIGNED NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  ledger_floor DATETIME(3) NOT NULL DEFAULT '1970-01-01 00:00:00.000',
  PRIMARY KEY (part)
) ${OPTIONS}`

/** The ledger: a row for each settled unit. Ids are UUIDv7, so key order is time order. */
const EVENT = `CREATE TABLE IF NOT EXISTS orm_lazy_event (
  part ${NAME} NOT NULL,
  event_id BINARY(16) NOT NULL,
  status TINYINT UNSIGNED NOT NULL,
  result TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (part, event_id)
) ${OPTIONS}`

const DEAD_LETTER = `CREATE TABLE IF NOT EXISTS orm_lazy_dead_letter (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  part ${NAME} NOT NULL,
  event_id BINARY(16) NOT NULL,
  status ${WORD} NOT NULL DEFAULT 'dead',
  entity ${NAME} NOT NULL,
  operation ${WORD} NOT NULL,
  error_code ${WORD} NOT NULL,
  error_name ${WORD} NOT NULL,
  message TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  statement MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  payload LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  masked_properties TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  attempts INT UNSIGNED NOT NULL DEFAULT 1,
  queued_at DATETIME(3) NOT NULL,
  died_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_event (part, event_id),
  KEY ix_status (part, status, id),
  KEY ix_entity (part, entity, id)
) ${OPTIONS}`

/** The rows that dead and parked units write: who touches one of them waits behind the dead letter. */
const DEAD_KEY = `CREATE TABLE IF NOT EXISTS orm_lazy_dead_key (
  part ${NAME} NOT NULL,
  key_hash BINARY(16) NOT NULL,
  dead_letter_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (part, key_hash, dead_letter_id),
  KEY ix_dead_letter (dead_letter_id)
) ${OPTIONS}`

/** Units that wait behind a dead letter; the order of ids is the order in which they apply. */
const PARKED = `CREATE TABLE IF NOT EXISTS orm_lazy_parked (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  part ${NAME} NOT NULL,
  event_id BINARY(16) NOT NULL,
  dead_letter_id BIGINT UNSIGNED NOT NULL,
  payload LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  parked_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_event (part, event_id),
  KEY ix_dead_letter (dead_letter_id, id)
) ${OPTIONS}`

/** Units suspected of killing the process, counted before they are tried. */
const ATTEMPT = `CREATE TABLE IF NOT EXISTS orm_lazy_attempt (
  part ${NAME} NOT NULL,
  event_id BINARY(16) NOT NULL,
  attempts INT UNSIGNED NOT NULL,
  PRIMARY KEY (part, event_id)
) ${OPTIONS}`

/** What each consumer process says of itself: for `status`, and for the others, which share the streams with it. */
const CONSUMER = `CREATE TABLE IF NOT EXISTS orm_lazy_consumer (
  part ${NAME} NOT NULL,
  owner ${NAME} NOT NULL,
  host ${NAME} NOT NULL,
  pid INT UNSIGNED NOT NULL,
  state ${WORD} NOT NULL,
  workers INT UNSIGNED NOT NULL,
  seen_at DATETIME(3) NOT NULL,
  alive_until DATETIME(3) NOT NULL,
  applied BIGINT UNSIGNED NOT NULL DEFAULT 0,
  dead BIGINT UNSIGNED NOT NULL DEFAULT 0,
  retries BIGINT UNSIGNED NOT NULL DEFAULT 0,
  applied_per_second DOUBLE NOT NULL DEFAULT 0,
  alert TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (part, owner)
) ${OPTIONS}`

/** The next id of each table that takes ids from blocks; `name` is the table. */
export const SEQUENCE = `CREATE TABLE IF NOT EXISTS orm_lazy_sequence (
  name ${NAME} NOT NULL,
  next_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (name)
) ${OPTIONS}`

export const BOOKKEEPING_TABLES: readonly string[] = [
  FENCE,
  LEASE,
  EVENT,
  DEAD_LETTER,
  DEAD_KEY,
  PARKED,
  ATTEMPT,
  CONSUMER,
  SEQUENCE,
]
