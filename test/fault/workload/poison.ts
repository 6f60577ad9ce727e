import type { ChangeEvent, WireValue } from '../../../runtime/event/unit.js'
import { event } from '../../support/events.js'

export const POISON_SCHEMA = `
  export const Parent = defineEntity('parents', { id: bigint().unsigned().primary(), name: varchar(20) })
  export const Item = defineEntity('items', {
    id: bigint().unsigned().primary(), n: int().default(1), poison: int().default(0),
    code: varchar(20).nullable().unique(), must: varchar(10).default(''), small: int().default(0),
    kind: varchar(10).default('a'), at: varchar(30).nullable(), amount: varchar(20).default('0'), label: varchar(50).default(''),
    limited: int().default(0), doc: varchar(50).nullable(), taken: int().unsigned().default(0),
    parent: ref(() => Parent).nullable(),
  })
  export const Slot = defineEntity('slots', { id: bigint().unsigned().primary(), part: int().primary(), n: int().default(1) })
  export const Lacking = defineEntity('lackings', { id: bigint().unsigned().primary(), n: int().default(1) })
`

/** The tables are stricter than the schema knows: so every error is the database's own. */
export const STRICTER = [
  `ALTER TABLE items MODIFY small TINYINT UNSIGNED NOT NULL DEFAULT 0, MODIFY kind ENUM('a', 'b') NOT NULL DEFAULT 'a',
    MODIFY at DATETIME NULL, MODIFY amount INT NOT NULL DEFAULT 0, MODIFY label VARCHAR(5) NOT NULL DEFAULT '',
    MODIFY doc JSON NULL, ADD COLUMN total BIGINT UNSIGNED NOT NULL DEFAULT 0,
    ADD CONSTRAINT few CHECK (limited < 100)`,
  'ALTER TABLE slots PARTITION BY LIST (part) (PARTITION p0 VALUES IN (0))',
  'ALTER TABLE lackings ADD COLUMN extra INT NOT NULL',
  `CREATE TRIGGER poison BEFORE INSERT ON items FOR EACH ROW
    BEGIN
      DECLARE number INT DEFAULT NEW.poison;
      SET NEW.total = NEW.total - NEW.taken;
      IF number > 0 THEN SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = number, MESSAGE_TEXT = 'poison'; END IF;
    END`,
]

/** What whoever is on call does before the retry. */
export const MENDED = [
  'DROP TRIGGER poison',
  'ALTER TABLE items DROP CONSTRAINT few',
  `ALTER TABLE items MODIFY small INT NULL, MODIFY kind VARCHAR(10) NULL, MODIFY at VARCHAR(30) NULL,
    MODIFY amount VARCHAR(20) NULL, MODIFY label VARCHAR(50) NULL, MODIFY doc VARCHAR(50) NULL,
    MODIFY must VARCHAR(10) NULL`,
  "DELETE FROM items WHERE must = 'blocker'",
  'UPDATE items SET parent_id = NULL WHERE parent_id IS NOT NULL',
  'ALTER TABLE slots ADD PARTITION (PARTITION p7 VALUES IN (7))',
  'ALTER TABLE lackings ALTER extra SET DEFAULT 0',
]

/** Every error that the table of failures calls permanent. */
export const PERMANENT = [
  1048, 1062, 1064, 1169, 1264, 1265, 1292, 1364, 1366, 1406, 1451, 1452, 1526, 1690, 3140, 3819, 4025,
] as const

/** A unit that the database refuses for good, with what goes before it and what depends on it. */
export interface Poison {
  readonly before: readonly ChangeEvent[]
  readonly poison: ChangeEvent
  readonly dependant: ChangeEvent
}

/** The parent that the poison of error 1452 about this row refers to in vain. */
export const missingParent = (id: number): number => PARENTS + id

/** Far from the ids of healthy rows. */
const PARENTS = 500_000_000
const BLOCKERS = 900_000_000

const item = (id: number, property?: string, value?: WireValue): ChangeEvent =>
  property === undefined
    ? event(['insert', 'Item', '@id', 'n'], id, 1)
    : event(['insert', 'Item', '@id', 'n', property], id, 1, value!)
const count = (entity: string, id: number): ChangeEvent => event(['update', entity, '@id', '+n'], id, 1)

/** One of the error `errno`, about the row `id`. What this server cannot be brought to say, a trigger says. */
export function poisonOf(errno: number, id: number, server: 'MariaDB' | 'MySQL'): Poison {
  const inserted = (property: string, value: WireValue): Poison => ({
    before: [],
    poison: item(id, property, value),
    dependant: count('Item', id),
  })
  switch (errno) {
    case 1048:
      return inserted('must', null)
    case 1062:
      return { ...inserted('code', `code ${id}`), before: [blocker(id)] }
    case 1264:
      return inserted('small', 300)
    case 1265:
      return inserted('kind', 'c')
    case 1292:
      return inserted('at', '2026-02-31 00:00:00')
    case 1366:
      return inserted('amount', 'many')
    case 1406:
      return inserted('label', 'longer than five')
    case 1452:
      return inserted('parentId', PARENTS + id)
    case 1690:
      return inserted('taken', 1)
    case 1451:
      return {
        before: [
          event(['insert', 'Parent', '@id', 'name'], PARENTS + id, 'parent'),
          event(['insert', 'Item', '@id', 'n', 'parentId'], id, 2, PARENTS + id),
        ],
        poison: event(['delete', 'Parent', '@id'], PARENTS + id),
        dependant: event(['insert', 'Parent', '@id', 'name'], PARENTS + id, 'again'),
      }
    case 1526:
      return {
        before: [],
        poison: event(['insert', 'Slot', '@id', '@part', 'n'], id, 7, 1),
        dependant: event(['update', 'Slot', '@id', '@part', '+n'], id, 7, 1),
      }
    case 1364:
      return {
        before: [],
        poison: event(['insert', 'Lacking', '@id', 'n'], id, 1),
        dependant: count('Lacking', id),
      }
    case server === 'MariaDB' ? 4025 : 3819:
      return inserted('limited', 100)
    case 3140:
      return server === 'MySQL' ? inserted('doc', 'no JSON') : inserted('poison', errno)
    default:
      return inserted('poison', errno)
  }
}

/** The row that has the unique value already, until it is deleted by hand. */
function blocker(id: number): ChangeEvent {
  return event(['insert', 'Item', '@id', 'n', 'code', 'must'], BLOCKERS + id, 2, `code ${id}`, 'blocker')
}

export const healthy = (id: number): ChangeEvent => item(id)
