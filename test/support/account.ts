import { defineTable, Entity } from '../../runtime/entity/index.js'
import type { ColumnDefinition, TableSql } from '../../runtime/entity/table.js'

/** An entity with one column of every behaviour, written by hand in the form of a generated module. */

const NO_SQL: TableSql = { select: '', whereKey: '', insert: '', insertRow: '' }

const columns: readonly ColumnDefinition[] = [
  { property: 'id', column: 'id', type: { kind: 'bigint', unsigned: true }, id: 'sequence' },
  { property: 'name', column: 'full_name', type: { kind: 'varchar', length: 20 } },
  { property: 'email', column: 'email', type: { kind: 'varchar', length: 50 } },
  {
    property: 'role',
    column: 'role',
    type: { kind: 'enum', values: ['admin', 'member'] },
    default: { value: 'member' },
  },
  { property: 'logins', column: 'logins', type: { kind: 'int', unsigned: true }, default: { value: 0 } },
  { property: 'balance', column: 'balance', type: { kind: 'decimal', precision: 10, scale: 2 }, nullable: true },
  { property: 'settings', column: 'settings', type: { kind: 'json' }, nullable: true },
  { property: 'avatar', column: 'avatar', type: { kind: 'blob' }, nullable: true },
  { property: 'secret', column: 'secret', type: { kind: 'varchar', length: 30 }, nullable: true, sensitive: true },
  {
    property: 'teamId',
    column: 'team_id',
    type: { kind: 'bigint', unsigned: true },
    nullable: true,
    references: {
      property: 'team',
      entity: 'Team',
      targetProperty: 'id',
      onDelete: 'set null',
      onUpdate: 'restrict',
      foreignKey: true,
    },
  },
  { property: 'bornAt', column: 'born_at', type: { kind: 'datetime', precision: 3 }, nullable: true },
  { property: 'createdAt', column: 'created_at', type: { kind: 'datetime', precision: 3 }, default: { now: true } },
]

export const accountTable = defineTable({
  entity: 'Account',
  table: 'accounts',
  pool: 'default',
  key: ['id'],
  columns,
  uniques: [['email']],
  sql: NO_SQL,
})

export interface AccountColumns {
  id: bigint
  name: string
  email: string
  role: 'admin' | 'member'
  logins: number
  balance: string | null
  settings: { theme: string; sizes?: number[] } | null
  avatar: Uint8Array | null
  secret: string | null
  teamId: bigint | null
  bornAt: Date | null
  createdAt: Date
}

export interface AccountInput {
  name: string
  email: string
  role?: 'admin' | 'member'
  logins?: number
  balance?: string | null
  settings?: { theme: string; sizes?: number[] } | null
  avatar?: Uint8Array | null
  secret?: string | null
  team?: TeamEntity | bigint | null
  teamId?: bigint | null
  bornAt?: Date | null
  createdAt?: Date
}

export interface AccountTypes {
  key: bigint
  input: AccountInput
  patch: Partial<Omit<AccountColumns, 'id'>>
  numeric: 'logins' | 'balance'
  columns: AccountColumns
}

// biome-ignore format: one accessor a line
export class AccountEntity extends Entity<AccountTypes> {
  static override readonly table = accountTable

  constructor(input: AccountInput) { super(accountTable, input) }

  get id(): bigint { return this.$get(0) as bigint }
  get name(): string { return this.$get(1) as string }
  set name(value: string) { this.$set(1, value) }
  get email(): string { return this.$get(2) as string }
  set email(value: string) { this.$set(2, value) }
  get role(): 'admin' | 'member' { return this.$get(3) as 'admin' | 'member' }
  set role(value: 'admin' | 'member') { this.$set(3, value) }
  get logins(): number { return this.$get(4) as number }
  set logins(value: number) { this.$set(4, value) }
  get balance(): string | null { return this.$get(5) as string | null }
  set balance(value: string | null) { this.$set(5, value) }
  get settings(): AccountColumns['settings'] { return this.$get(6) as AccountColumns['settings'] }
  set settings(value: AccountColumns['settings']) { this.$set(6, value) }
  get avatar(): Uint8Array | null { return this.$get(7) as Uint8Array | null }
  set avatar(value: Uint8Array | null) { this.$set(7, value) }
  get secret(): string | null { return this.$get(8) as string | null }
  set secret(value: string | null) { this.$set(8, value) }
  get teamId(): bigint | null { return this.$get(9) as bigint | null }
  set teamId(value: bigint | null) { this.$set(9, value) }
  set team(value: TeamEntity | bigint | null) { this.$setReference(9, value) }
  get bornAt(): Date | null { return this.$get(10) as Date | null }
  set bornAt(value: Date | null) { this.$set(10, value) }
  get createdAt(): Date { return this.$get(11) as Date }
  set createdAt(value: Date) { this.$set(11, value) }
}

export const teamTable = defineTable({
  entity: 'Team',
  table: 'teams',
  pool: 'default',
  key: ['id'],
  columns: [
    { property: 'id', column: 'id', type: { kind: 'bigint', unsigned: true }, id: 'autoIncrement' },
    { property: 'title', column: 'title', type: { kind: 'varchar', length: 20 } },
    { property: 'version', column: 'version', type: { kind: 'bigint', unsigned: true }, version: true },
    { property: 'changedAt', column: 'changed_at', type: { kind: 'datetime', precision: 0 }, onUpdateNow: true },
    {
      property: 'deletedAt',
      column: 'deleted_at',
      type: { kind: 'datetime', precision: 3 },
      nullable: true,
      softDelete: true,
    },
  ],
  uniques: [],
  sql: NO_SQL,
})

export interface TeamTypes {
  key: bigint
  input: { title: string }
  patch: { title?: string }
  numeric: never
  columns: { id: bigint | undefined; title: string; version: bigint; changedAt: Date; deletedAt: Date | null }
}

// biome-ignore format: one accessor a line
export class TeamEntity extends Entity<TeamTypes> {
  static override readonly table = teamTable

  constructor(input: TeamTypes['input']) { super(teamTable, input) }

  get id(): bigint | undefined { return this.$get(0) as bigint | undefined }
  get title(): string { return this.$get(1) as string }
  set title(value: string) { this.$set(1, value) }
  get version(): bigint { return this.$get(2) as bigint }
  get changedAt(): Date { return this.$get(3) as Date }
  get deletedAt(): Date | null { return this.$get(4) as Date | null }
}
