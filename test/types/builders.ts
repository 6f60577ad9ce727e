/** What must not compile in a schema file. `tsc` checks it: an error that is missing is an error. */
import {
  bigint,
  binary,
  bit,
  bool,
  char,
  datetime,
  decimal,
  defineEntity,
  enumOf,
  id,
  int,
  json,
  ref,
  setOf,
  shardBy,
  text,
  time,
  timestamp,
  uuid,
  varbinary,
  varchar,
} from '../../codegen/schema/index.js'

// @ts-expect-error a varchar has a length
varchar()
// @ts-expect-error a char has a length
char()
// @ts-expect-error a varbinary has a length
varbinary()
// @ts-expect-error a binary has a length
binary()
// @ts-expect-error a bit column has a length
bit()
// @ts-expect-error a length is a number
varchar('80')
// @ts-expect-error a decimal has a precision and a scale
decimal(10)
// @ts-expect-error MySQL 8 has no display width
int(11)
// @ts-expect-error seconds have at most 6 decimals
datetime(7)
// @ts-expect-error seconds have at most 6 decimals
time(9)

// @ts-expect-error an enum has members
enumOf()
// @ts-expect-error members are texts
enumOf('admin', 3)
// @ts-expect-error the default is a member
enumOf('admin', 'member').default('guest')
// @ts-expect-error the default of a set is a list of members
setOf('red', 'green').default('red')
// @ts-expect-error the default of a set is a list of its members
setOf('red', 'green').default(['blue'])

// @ts-expect-error the default of an int is a number
int().default('0')
// @ts-expect-error the default of a bigint is a bigint
bigint().default(0)
// @ts-expect-error read as a number, its default is a number
bigint().asNumber().default(0n)
// @ts-expect-error the default of a decimal is a text
decimal(10, 2).default(0.5)
// @ts-expect-error the default of a bool is a boolean
bool().default(1)
// @ts-expect-error a column that is not nullable has no NULL
varchar(10).default(null)
// @ts-expect-error JSON defaults have the column's type
json<{ theme: string }>().default({ theme: 1 })
// @ts-expect-error bytes have no literal
binary(16).default(new Uint8Array(16))

// @ts-expect-error texts are not numbers
varchar(80).unsigned()
// @ts-expect-error only bigints have another TypeScript type
int().asNumber()
// @ts-expect-error one TypeScript type a column
bigint().asNumber().asString()
// @ts-expect-error only times have the current time
varchar(80).defaultNow()
// @ts-expect-error only times have the current time
int().onUpdateNow()
// @ts-expect-error one default a column
datetime().defaultNow().default('2024-01-01 00:00:00')
// @ts-expect-error MySQL counts only its own integers
uuid().autoIncrement()
// @ts-expect-error MySQL counts only its own integers
int().autoIncrement()
// @ts-expect-error a time is no counter
id().autoIncrement().autoIncrement()

// @ts-expect-error only a nullable time can say that the row lives
datetime().softDelete()
// @ts-expect-error a soft delete is a time
int().nullable().softDelete()
// @ts-expect-error a soft delete is a time
varchar(20).nullable().softDelete()
// @ts-expect-error only deleteLazy sets it
datetime().nullable().softDelete().defaultNow()

// @ts-expect-error a version is a bigint
int().version()
// @ts-expect-error a version always has a value
bigint().nullable().version()
// @ts-expect-error a version is written by nobody else
bigint().version().default(0n)

// @ts-expect-error nullable once
varchar(80).nullable().nullable()
// @ts-expect-error a key is never NULL
varchar(80).primary().nullable()
// @ts-expect-error a key is never NULL
varchar(80).nullable().primary()
// @ts-expect-error a key is unique already
varchar(80).primary().unique()
// @ts-expect-error id() is a key already
id().primary()
// @ts-expect-error id() has no NULL
id().nullable()
// @ts-expect-error JSON has no key
json().unique()
// @ts-expect-error MySQL computes it
int().generatedAs('a + b').default(1)
// @ts-expect-error MySQL computes it
int().default(1).generatedAs('a + b')
// @ts-expect-error a generated column is virtual or stored
int().generatedAs('a + b', 'sometimes')

// @ts-expect-error only references have actions
int().onDelete('cascade')
// @ts-expect-error an action of MySQL
ref(() => User).onDelete('explode')
ref(() => User)
  .noForeignKey()
  // @ts-expect-error without a foreign key the database does nothing
  .onDelete('cascade')
// @ts-expect-error a reference is given as a function, for files refer to each other
ref('User')
// @ts-expect-error a reference has no default
ref(() => User).default(1n)

// @ts-expect-error an index names properties
defineEntity('a', { id: id(), name: text() }, { indexes: [{ columns: ['nam'] }] })
// @ts-expect-error a reference is named as it is declared
defineEntity('a', { id: id(), user: ref(() => User) }, { indexes: [{ columns: ['userId'] }] })
// @ts-expect-error a unique key names properties
defineEntity('a', { id: id(), name: varchar(9) }, { uniques: [{ columns: ['name', 'x'] }] })
// @ts-expect-error an index has columns
defineEntity('a', { id: id() }, { indexes: [{ columns: [] }] })
// @ts-expect-error no such option
defineEntity('a', { id: id() }, { engine: 'MyISAM' })
// @ts-expect-error the shard key is a property of the entity
defineEntity('a', { id: uuid().primary() }, { pool: shardBy('tenantId', { a: '0-1023' }) })
// @ts-expect-error slots are named by text
defineEntity('a', { id: uuid().primary() }, { pool: shardBy('id', { a: [0, 1023] }) })
// @ts-expect-error no such naming
defineEntity('a', { id: id() }, { naming: 'camelCase' })
// @ts-expect-error a column is a builder
defineEntity('a', { id: id(), name: 'varchar(80)' })
// @ts-expect-error a table has a name
defineEntity({ id: id() })

/** What must compile: references in a circle, and modifiers in any order. */
export const User = defineEntity('users', {
  id: id(),
  boss: ref(() => User)
    .nullable()
    .onDelete('set null'),
  team: ref(() => Team).onUpdate('cascade'),
  deletedAt: datetime().index().nullable().softDelete(),
  removedAt: timestamp(6).comment('x').nullable().softDelete(),
  token: uuid().unique('token').column('t').sensitive().renamedFrom('key', 'secret'),
  total: decimal(10, 2).unsigned().default('0.00').nullable(),
  views: bigint().unsigned().asNumber().nullable().default(null),
  version: bigint().unsigned().version().column('v'),
  at: datetime(6).default('2024-01-01 00:00:00.000001'),
})

export const Team = defineEntity(
  'teams',
  { id: id().autoIncrement(), lead: ref(() => User).nullable(), tags: setOf('a', 'b').default(['a']) },
  { uniques: [{ columns: ['lead', 'tags'], name: 'x' }], coalesce: false },
)
