import { decimal, defineEntity, int, ref } from 'orm-gen/schema'
import { Invoice } from './invoice.js'
import { Track } from './track.js'

export const InvoiceLine = defineEntity('InvoiceLine', {
  id: int().primary().column('InvoiceLineId'),
  invoice: ref(() => Invoice)
    .index('IFK_InvoiceLineInvoiceId')
    .column('InvoiceId'),
  track: ref(() => Track)
    .index('IFK_InvoiceLineTrackId')
    .column('TrackId'),
  unitPrice: decimal(10, 2).column('UnitPrice'),
  quantity: int().column('Quantity'),
})
