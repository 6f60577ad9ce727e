import { datetime, defineEntity, int, ref, varchar } from 'orm-gen/schema'

export const Employee = defineEntity('Employee', {
  id: int().primary().column('EmployeeId'),
  lastName: varchar(20).column('LastName'),
  firstName: varchar(20).column('FirstName'),
  title: varchar(30).nullable().column('Title'),
  reportsTo: ref(() => Employee)
    .nullable()
    .index('IFK_EmployeeReportsTo')
    .column('ReportsTo'),
  birthDate: datetime(0).nullable().column('BirthDate'),
  hireDate: datetime(0).nullable().column('HireDate'),
  address: varchar(70).nullable().column('Address'),
  city: varchar(40).nullable().column('City'),
  state: varchar(40).nullable().column('State'),
  country: varchar(40).nullable().column('Country'),
  postalCode: varchar(10).nullable().column('PostalCode'),
  phone: varchar(24).nullable().column('Phone'),
  fax: varchar(24).nullable().column('Fax'),
  email: varchar(60).nullable().column('Email'),
})
