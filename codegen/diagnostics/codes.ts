export type Severity = 'error' | 'warning'

/** What a code stands for; `docs/errors.md` is written from this table. */
export interface CodeEntry {
  readonly name: string
  readonly severity: Severity
  readonly cause: string
  readonly remedy: string
}

const error = (name: string, cause: string, remedy: string): CodeEntry => ({ name, severity: 'error', cause, remedy })
const warning = (name: string, cause: string, remedy: string): CodeEntry => ({
  name,
  severity: 'warning',
  cause,
  remedy,
})

/** Codes are never reused: a tool may have learned to ignore one. */
export const DIAGNOSTIC_CODES = {
  ORM1001: error(
    'SyntaxError',
    'The file is not valid TypeScript, so nothing in it was read.',
    'Mend the syntax at the place shown.',
  ),
  ORM1002: error(
    'NotAColumn',
    'A property of the entity is not a chain of builder calls such as `varchar(100).nullable()`.',
    'Write a builder of `orm-gen/schema` and its modifiers.',
  ),
  ORM1003: error(
    'NotStatic',
    'A value would have to be computed. Schema files are read, never executed: constants and groups of columns are followed within the schema files, but a variable, a template with holes, arithmetic, a call with arguments or a condition cannot be decided.',
    'Write the literal out, or put it into a `const` of a schema file.',
  ),
  ORM1004: error(
    'UnknownBuilder',
    'The column starts with a function that does not come from `orm-gen/schema`.',
    "Import the builder from `'orm-gen/schema'`. Helpers of your own are not executed: write out what they would return.",
  ),
  ORM1005: error(
    'UnknownModifier',
    'The modifier does not exist, or not for a column of this type.',
    'The hint names the nearest one; `docs/schema-reference.md` lists the modifiers of each type.',
  ),
  ORM1006: error(
    'EntityNotExported',
    'An entity is not an exported constant. Its name is the name of the constant, and references import it.',
    'Write `export const User = defineEntity(...)`.',
  ),
  ORM1007: error(
    'WrongArgument',
    'A builder or modifier got too few or too many arguments, or one of the wrong kind.',
    'The hint shows the form that is expected.',
  ),
  ORM1008: error(
    'ContradictingModifiers',
    'A modifier is written twice, or two modifiers exclude each other.',
    'Keep one of them.',
  ),
  ORM1009: error(
    'PrivateType',
    '`json<T>()` names a type that its file does not export, so the generated class cannot import it.',
    'Export the type.',
  ),
  ORM1010: error(
    'DuplicateEntity',
    'Two entities have the same name. Names travel in events and must be unique over all schema files.',
    'Rename one of them.',
  ),
  ORM1011: error('DuplicateTable', 'Two entities of one pool use the same table.', 'Give one of them another table.'),
  ORM1012: error(
    'MissingLength',
    'A column type that needs a length, or a precision and a scale, has none.',
    'Write it: `varchar(80)`, `decimal(10, 2)`. MySQL reserves index space by the declared length.',
  ),
  ORM1013: error(
    'LengthOutOfRange',
    'A length, precision or scale is outside of what MySQL allows for the type.',
    'The message names the limits.',
  ),
  ORM1014: error(
    'InvalidIdentifier',
    'The name of a table, column or index is empty, longer than 64 characters, ends with a space, or holds a character that MySQL does not take in names.',
    'Choose another name, with `.column()` or `name`.',
  ),
  ORM1015: error(
    'DuplicateColumn',
    'Two properties lead to the same column; MySQL does not tell names of columns apart by case.',
    'Rename one of them, or give it another column with `.column()`.',
  ),
  ORM1016: error(
    'DuplicateProperty',
    'Two columns lead to the same property of the class: a reference `team` makes both `team` and `teamId`.',
    'Rename one of them.',
  ),
  ORM1017: error(
    'ReservedProperty',
    'The class needs a property or method of this name itself.',
    'Rename the property and keep the column with `.column()`.',
  ),
  ORM1018: error(
    'InvalidPropertyName',
    'The name of a property or entity is not an identifier of TypeScript, or cannot be used as one.',
    'Choose a name of letters, digits and underscores, and keep the column with `.column()`.',
  ),
  ORM1019: error('UnknownOption', 'The entity has an option that does not exist.', 'The hint names the nearest one.'),
  ORM1020: error(
    'UnknownColumnInIndex',
    'An index or unique key names a property that the entity does not have.',
    'Name declared properties; for a reference its own property (`team`, not `teamId`).',
  ),
  ORM1030: error(
    'NoPrimaryKey',
    'The entity has no primary key, so that its rows could not be found again.',
    'Add `id: id()`, or `.primary()` to a column.',
  ),
  ORM1031: error(
    'TwoKeys',
    '`id()` is a primary key by itself and stands beside another key column.',
    'Use `bigint().unsigned().primary()` in a composite key, or drop the other `.primary()`.',
  ),
  ORM1033: error(
    'TypeCannotBeIndexed',
    'MySQL cannot index the type without a prefix length, or compares its values inexactly.',
    'Use `varchar(n)` or `varbinary(n)`, or index a generated column.',
  ),
  ORM1034: error(
    'KeyTooLong',
    'The columns of a key take more than the 3,072 bytes of InnoDB.',
    'Shorten the columns.',
  ),
  ORM1035: error('DuplicateIndex', 'Two keys have the same name or the same columns.', 'Drop or rename one of them.'),
  ORM1040: error(
    'UnknownEntity',
    '`ref(() => X)` names something that is no exported entity of the schema files.',
    'Import the constant from the file that exports it, and let `--schemas` cover that file.',
  ),
  ORM1042: error(
    'CompositeTarget',
    'A reference leads to an entity with a composite primary key; one column cannot hold it.',
    'Give the target a single key, or declare the key columns one by one.',
  ),
  ORM1043: error(
    'ReferenceCircle',
    'The primary keys of entities are references to each other, so that none has a type.',
    'Give one of them a key of its own.',
  ),
  ORM1044: error(
    'SetNullNotNullable',
    '`set null` stands on a reference that does not take NULL.',
    'Add `.nullable()` or choose another action.',
  ),
  ORM1045: error(
    'ReferenceAcrossPools',
    'A foreign key would lead to a table on another MySQL server.',
    'Add `.noForeignKey()`.',
  ),
  ORM1050: error('InvalidDefault', 'The default is no value that the column can hold.', 'The message names the rule.'),
  ORM1052: error(
    'InvalidMembers',
    'The members of an enum or set are empty, repeated, too long or too many, or hold what MySQL does not keep.',
    'The message names the rule.',
  ),
  ORM1060: error(
    'SoftDeleteUnfit',
    '`.softDelete()` needs a nullable datetime or timestamp.',
    'Write `datetime().nullable().softDelete()`.',
  ),
  ORM1061: error(
    'MoreThanOne',
    'An entity can have one column with `.softDelete()` and one with `.version()`.',
    'Keep one of them.',
  ),
  ORM1062: error(
    'VersionUnfit',
    '`.version()` needs a bigint that is neither nullable nor part of a key.',
    'Write `bigint().unsigned().version()`.',
  ),
  ORM1063: error(
    'GeneratedUnfit',
    'A generated column is computed by MySQL and cannot have a default, be a key that orm-gen assigns, or be a reference.',
    'Drop the modifier that contradicts `.generatedAs()`.',
  ),
  ORM1064: warning(
    'SoftDeleteKeepsUnique',
    'A row that was deleted softly keeps its unique values: another row cannot take them.',
    'To set the values free, put the unique key on a generated column that is NULL where the row is deleted.',
  ),
  ORM1065: error(
    'RenamedFromTaken',
    '`.renamedFrom()` names a property that the entity has now, or that another column was renamed from.',
    'Name the former property of this column alone.',
  ),
  ORM1066: error(
    'RemovedTaken',
    'The option `removed` names a property that the entity has now, or a former name of one: what is written to it would be left out.',
    'Name properties that the entity no longer has, for a reference its key property such as `teamId`.',
  ),
  ORM1070: error(
    'TableTooLarge',
    'The columns take more than the 65,535 bytes that MySQL allows for a row, or are more than 1,017; or the table has more than 64 secondary keys.',
    'Shorten columns, use text and blob types, which count for a few bytes only, or part the entity in two.',
  ),
  ORM1072: error(
    'CollationUnfit',
    'The collation does not belong to the charset.',
    'Choose a collation whose name starts with the charset.',
  ),
  ORM1073: warning(
    'NarrowCharset',
    'The charset cannot hold every character; what it cannot hold is refused by MySQL and becomes a dead letter.',
    'Use `utf8mb4`.',
  ),
  ORM1080: error(
    'FileNameTaken',
    'Two entities lead to the same generated file, or one to `index.ts`.',
    'Rename an entity.',
  ),
  ORM1082: error(
    'TypeNameTaken',
    '`json<T>()` names a type whose name the generated module uses itself.',
    'Rename the type, or import it under another name.',
  ),
  ORM1090: error(
    'ShardKeyUnfit',
    'The key of `shardBy()` must be an integer or UUID column of the primary key whose value is known when the object is made: it decides on which server a row is, for all its life.',
    'Make the column `.primary()`, beside `id: uuid().primary()` where it does not identify a row alone.',
  ),
  ORM1091: error(
    'SlotsUnfit',
    'Every slot of `shardBy()` from 0 to 1023 belongs to exactly one pool.',
    'Mend the ranges; each is written with its first and its last slot.',
  ),
  ORM1092: error(
    'UniqueAcrossShards',
    'A unique key of a sharded table does not hold the shard key, so that rows of different servers could have the same value.',
    'Add the shard key to the unique key, or make it an index.',
  ),
} as const satisfies Record<string, CodeEntry>

export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES
