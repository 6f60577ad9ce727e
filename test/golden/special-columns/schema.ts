import { bigint, datetime, decimal, defineEntity, id, int, varchar } from 'orm-gen/schema'

export const Invoice = defineEntity('invoices', {
  id: id(),
  net: decimal(12, 2),
  tax: decimal(12, 2).nullable(),
  gross: decimal(12, 2).generatedAs('net + tax', 'stored'),
  label: varchar(40).nullable().generatedAs("CONCAT('#', id)"),
  copies: int().default(1),
  version: bigint().unsigned().version(),
  deletedAt: datetime().nullable().softDelete(),
  updatedAt: datetime().onUpdateNow(),
})
