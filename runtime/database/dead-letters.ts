import { eventIdToBytes } from '../event/event-id.js'
import type { DeadLetter } from '../ports.js'
import type { SqlSession } from './session.js'

/** FROM_UNIXTIME's last year on MariaDB is 2038; a letter must be kept whatever time its id claims. */
const LATEST_MS = 2_147_483_647_000

const INSERT_LETTER = `INSERT INTO orm_lazy_dead_letter
  (part, event_id, entity, operation, error_code, error_name, message, statement, payload, masked_properties, attempts, queued_at,
  died_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, FROM_UNIXTIME(LEAST(?, ${LATEST_MS}) / 1000),
  UTC_TIMESTAMP(3))`

const REPEAT_LETTER = `UPDATE orm_lazy_dead_letter SET status = 'dead', entity = ?, operation = ?, error_code = ?,
  error_name = ?, message = ?, statement = ?, attempts = attempts + ?, died_at = UTC_TIMESTAMP(3) WHERE id = ?`

const INSERT_KEYS = 'INSERT INTO orm_lazy_dead_key (part, key_hash, dead_letter_id) VALUES'

/** Writes the letter and the rows behind which others wait, in the transaction that entered it into the ledger. */
export async function insertDeadLetter(session: SqlSession, part: string, letter: DeadLetter): Promise<string> {
  const { insertId } = await session.query(INSERT_LETTER, [
    part,
    eventIdToBytes(letter.eventId),
    shortened(letter.entity, 191),
    shortened(letter.operation, 64),
    ...errorValues(letter),
    letter.payload,
    letter.sensitive.length === 0 ? null : JSON.stringify(letter.sensitive),
    letter.attempts,
    letter.queuedAtMs,
  ])
  await insertDeadKeys(session, part, letter.keys, insertId)
  return insertId
}

/** A letter that was tried again in vain: it keeps its place, with what the last try said. */
export async function repeatDeadLetter(session: SqlSession, id: string, letter: DeadLetter): Promise<void> {
  await session.query(REPEAT_LETTER, [
    shortened(letter.entity, 191),
    shortened(letter.operation, 64),
    ...errorValues(letter),
    letter.attempts,
    id,
  ])
}

export async function insertDeadKeys(
  session: SqlSession,
  part: string,
  keys: readonly string[],
  deadLetterId: string,
): Promise<void> {
  if (keys.length === 0) return
  const rows = keys.map(() => '(?, ?, ?)').join(', ')
  const values = keys.flatMap((key) => [part, Buffer.from(key, 'hex'), deadLetterId])
  await session.query(`${INSERT_KEYS} ${rows} ON DUPLICATE KEY UPDATE part = part`, values)
}

function errorValues({ errorCode, errorName, message, statement }: DeadLetter): (string | null)[] {
  return [
    shortened(errorCode, 64),
    shortened(errorName, 64),
    shortened(message, 16_000),
    statement === undefined ? null : shortened(statement, 100_000),
  ]
}

/** Characters beyond what the column holds are of no use to a reader and must not fail the letter. */
function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`
}
