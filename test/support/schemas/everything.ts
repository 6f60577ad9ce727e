import {
  bigint,
  binary,
  bit,
  blob,
  bool,
  char,
  date,
  datetime,
  decimal,
  defineEntity,
  double,
  enumOf,
  float,
  id,
  int,
  json,
  longblob,
  longtext,
  mediumblob,
  mediumint,
  mediumtext,
  ref,
  setOf,
  smallint,
  text,
  time,
  timestamp,
  tinyblob,
  tinyint,
  tinytext,
  uuid,
  varbinary,
  varchar,
  year,
} from 'orm-gen/schema'

/** Every type, nullable. */
export const Everything = defineEntity(
  'everything',
  {
    id: id(),
    tinyintValue: tinyint().nullable(),
    tinyintUnsigned: tinyint().unsigned().nullable(),
    smallintValue: smallint().nullable(),
    smallintUnsigned: smallint().unsigned().nullable(),
    mediumintValue: mediumint().nullable(),
    mediumintUnsigned: mediumint().unsigned().nullable(),
    intValue: int().nullable(),
    intUnsigned: int().unsigned().nullable(),
    bigintValue: bigint().nullable(),
    bigintUnsigned: bigint().unsigned().nullable(),
    decimalValue: decimal(20, 5).nullable(),
    decimalUnsigned: decimal(10, 2).unsigned().nullable(),
    floatValue: float().nullable(),
    doubleValue: double().nullable(),
    boolValue: bool().nullable(),
    bitValue: bit(10).nullable(),
    charValue: char(5).nullable(),
    varcharValue: varchar(20).nullable(),
    tinytextValue: tinytext().nullable(),
    textValue: text().nullable(),
    mediumtextValue: mediumtext().nullable(),
    longtextValue: longtext().nullable(),
    binaryValue: binary(4).nullable(),
    varbinaryValue: varbinary(20).nullable(),
    tinyblobValue: tinyblob().nullable(),
    blobValue: blob().nullable(),
    mediumblobValue: mediumblob().nullable(),
    longblobValue: longblob().nullable(),
    dateValue: date().nullable(),
    timeValue: time().nullable(),
    timeMicro: time(6).nullable(),
    yearValue: year().nullable(),
    datetimeValue: datetime().nullable(),
    datetimeSeconds: datetime(0).nullable(),
    datetimeMicro: datetime(6).nullable(),
    timestampValue: timestamp().nullable(),
    enumValue: enumOf('a', "it's", 'ü').nullable(),
    setValue: setOf('x', 'y', 'z').nullable(),
    jsonValue: json().nullable(),
    uuidValue: uuid().nullable(),
  },
  { comment: "It's every type\\of a column" },
)

/** Every option of columns and tables. */
export const Options = defineEntity(
  'optionsTable',
  {
    id: id().autoIncrement(),
    firstName: varchar(50).column('given name').comment("a 'quoted' comment"),
    code: varchar(10).default("it's").unique(),
    left: int().default(-5).unique('both'),
    right: int().unsigned().default(7).unique('both').index('byRight'),
    big: bigint().default(9223372036854775807n),
    price: decimal(10, 2).default('1.50'),
    ratio: double().default(0.25),
    active: bool().default(true),
    flags: bit(4).default(5n),
    note: text().default('long'),
    state: enumOf('on', 'off').default('off'),
    days: setOf('mo', 'tu', 'we').default(['mo', 'we']),
    payload: json<{ a: number }>().default({ a: 1 }),
    nothing: varchar(5).nullable().default(null),
    day: date().default('2024-02-29'),
    hour: time(0).default('12:30:00'),
    founded: year().default(1999),
    createdAt: datetime().defaultNow(),
    seenAt: timestamp(6).defaultNow().onUpdateNow(),
    deletedAt: datetime().nullable().softDelete(),
    version: bigint().unsigned().version(),
    total: int().generatedAs('`left` + `right`', 'stored').index(),
    half: int().nullable().generatedAs('`left` DIV 2'),
    token: varchar(30).sensitive().renamedFrom('secret'),
  },
  {
    naming: 'preserve',
    collation: 'utf8mb4_unicode_ci',
    indexes: [{ columns: ['code', 'active'], name: 'code_active' }],
    uniques: [{ columns: ['active', 'left', 'code'] }],
  },
)

export const Latin = defineEntity(
  'latin',
  { code: varchar(8).primary(), name: varchar(20).nullable() },
  { charset: 'latin1', collation: 'latin1_german1_ci' },
)

/** Points to a table of another charset. */
export const LatinChild = defineEntity('latin_children', { id: id(), latin: ref(() => Latin).onUpdate('cascade') })

export const Document = defineEntity('documents', {
  id: uuid().primary(),
  title: varchar(100),
  parent: ref(() => Document)
    .nullable()
    .onDelete('cascade'),
})

export const Membership = defineEntity('memberships', {
  document: ref(() => Document)
    .primary()
    .onDelete('cascade'),
  place: int().primary(),
  hits: int().unsigned().default(0),
  weight: decimal(8, 3).nullable(),
})

export const Blobbed = defineEntity('blobbed', { key: binary(16).primary(), count: bigint().nullable() })

export const Husband = defineEntity('husbands', {
  id: id(),
  wife: ref(() => Wife)
    .nullable()
    .onDelete('set null'),
})
export const Wife = defineEntity('wives', {
  id: id(),
  husband: ref(() => Husband)
    .nullable()
    .onDelete('set null'),
})

export const Loose = defineEntity('loose', { id: id(), husband: ref(() => Husband).noForeignKey() })
