import { PersonEntity } from '../generated/index.js'

const CREATED_AT = new Date('2024-01-02T03:04:05.678Z')

let serial = 0

/** A new person, no two alike. */
export function newPerson(): PersonEntity {
  const number = ++serial
  return new PersonEntity({
    firstName: `Firstname${number}`,
    lastName: `Lastname${number}`,
    email: `user${number}@example.com`,
    age: 20 + (number % 60),
    createdAt: CREATED_AT,
  })
}

/** The same as a row for a hand-written statement or a hand-packed event. */
export function newRow(): readonly (string | number)[] {
  const number = ++serial
  const email = `user${number}@example.com`
  return [number, `Firstname${number}`, `Lastname${number}`, email, 20 + (number % 60), '2024-01-02 03:04:05.678']
}
