import { datetime, json, ref, timestamp } from 'orm-gen/schema'
import { User } from '../schema.js'

export interface Settings {
  readonly theme: string
}

export const timestamps = {
  /** When the row was made. */
  createdAt: datetime().defaultNow(),
  updatedAt: timestamp().nullable(),
}

/** Who did it. */
export const audit = () => ({
  changedBy: ref(() => User).nullable().noForeignKey(),
  settings: json<Settings>().nullable(),
})
