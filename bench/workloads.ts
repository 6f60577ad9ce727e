import { PERSON_COLUMNS, type PersonRow, personRow } from './people.js'

/** Coprime to every number of rows that is used, so that a round of changes touches each row once. */
const STRIDE = 7_919

export interface PersonUpdate {
  /** Its id; rows count from 1. */
  readonly row: number
  readonly firstName: string
  readonly age: number
}

/** The n-th of a series of changes over `rows` people: each once, then each once more. */
export function personUpdate(event: number, rows: number): PersonUpdate {
  return { row: ((event * STRIDE) % rows) + 1, firstName: `Changed${event}`, age: event % 100 }
}

/** `rows` people as `events` changes in order leave them. */
export function updatedPeople(events: number, rows: number): readonly PersonRow[] {
  const people = Array.from({ length: rows }, (_, index) => personRow(index + 1))
  for (let event = 0; event < events; event++) {
    const { row, firstName, age } = personUpdate(event, rows)
    const [id, , lastName, email, , createdAt] = people[row - 1]!
    people[row - 1] = [id, firstName, lastName, email, age, createdAt]
  }
  return people
}

/** For `rows` rows of `people`, with a `?` for each value. */
export function insertPeople(rows: number): string {
  const row = `(${PERSON_COLUMNS.map(() => '?').join()})`
  return `INSERT INTO people (${PERSON_COLUMNS.join()}) VALUES ${Array(rows).fill(row).join()}`
}
