import { defineEntity, int, ref, varchar } from 'orm-gen/schema'
import { Employee } from './employee.js'

export const Customer = defineEntity('Customer', {
  id: int().primary().column('CustomerId'),
  firstName: varchar(40).column('FirstName'),
  lastName: varchar(20).column('LastName'),
  company: varchar(80).nullable().column('Company'),
  address: varchar(70).nullable().column('Address'),
  city: varchar(40).nullable().column('City'),
  state: varchar(40).nullable().column('State'),
  country: varchar(40).nullable().column('Country'),
  postalCode: varchar(10).nullable().column('PostalCode'),
  phone: varchar(24).nullable().column('Phone'),
  fax: varchar(24).nullable().column('Fax'),
  email: varchar(60).column('Email'),
  supportRep: ref(() => Employee)
    .nullable()
    .index('IFK_CustomerSupportRepId')
    .column('SupportRepId'),
})
