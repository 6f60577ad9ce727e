import { PersonEntity } from './generated/index.js'

const CREATED_AT = new Date('2024-01-02T03:04:05.678Z')

export const PERSON_COLUMNS = ['id', 'first_name', 'last_name', 'email', 'age', 'created_at'] as const

export type PersonRow = readonly [
  id: number,
  firstName: string,
  lastName: string,
  email: string,
  age: number,
  createdAt: string,
]

let serial = 0

/** A new person, no two alike. */
export function newPerson(): PersonEntity {
  return newPersonNumbered(++serial)
}

export function newPersonNumbered(number: number): PersonEntity {
  const [, firstName, lastName, email, age] = personRow(number)
  return new PersonEntity({ firstName, lastName, email, age, createdAt: CREATED_AT })
}

/** The same as a row for a hand-written statement or a hand-packed event. */
export function newRow(): PersonRow {
  return personRow(++serial)
}

/** The person of that number, always the same. */
export function personRow(number: number): PersonRow {
  const email = `user${number}@example.com`
  return [number, `Firstname${number}`, `Lastname${number}`, email, 20 + (number % 60), '2024-01-02 03:04:05.678']
}

/** The row that a flushed person must have become. */
export function rowOf({ id, firstName, lastName, email, age }: PersonEntity): PersonRow {
  return [Number(id), firstName, lastName, email, age!, '2024-01-02 03:04:05.678']
}
