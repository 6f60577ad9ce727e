import { datetime, decimal, defineEntity, int, ref, varchar } from 'orm-gen/schema'
import { Customer } from './customer.js'

export const Invoice = defineEntity('Invoice', {
  id: int().primary().column('InvoiceId'),
  customer: ref(() => Customer)
    .index('IFK_InvoiceCustomerId')
    .column('CustomerId'),
  invoiceDate: datetime(0).column('InvoiceDate'),
  billingAddress: varchar(70).nullable().column('BillingAddress'),
  billingCity: varchar(40).nullable().column('BillingCity'),
  billingState: varchar(40).nullable().column('BillingState'),
  billingCountry: varchar(40).nullable().column('BillingCountry'),
  billingPostalCode: varchar(10).nullable().column('BillingPostalCode'),
  total: decimal(10, 2).column('Total'),
})
