import { checkRows } from '../check-rows.js'
import { FamilyEntity, MemberEntity, type PersonEntity } from '../generated/index.js'
import type { Measure } from '../harness.js'
import { newPerson, PERSON_COLUMNS, rowOf } from '../people.js'
import type { DrainStage } from './stage.js'

/** So far back, a flush has its outcome and its row is still waiting in the consumer's look-ahead. */
const BACK = 300

/**
 * D6. Of ten units one inserts a parent, four a child of a parent that is itself still queued, three a row of another
 * table; two change a row whose insert is still queued: a fifth conflicts with an earlier unit of its own row.
 */
export function mixMeasure(stage: DrainStage, events: number): Measure {
  const { engine, mysql } = stage.world
  return async () => {
    await stage.warmUp()
    await stage.clear('people', 'members', 'families')
    const families: FamilyEntity[] = []
    const members: MemberEntity[] = []
    const people: PersonEntity[] = []
    await stage.queue(events, (index) => {
      const isBeginning = index < 2 * BACK
      switch (isBeginning ? (index % 2) * 7 : index % 10) {
        case 0:
          return engine.flushLazy(
            added(families, new FamilyEntity({ name: `Family ${index}`, city: `City ${index % 99}` })),
          )
        case 1:
        case 2:
        case 3:
        case 4:
          return engine.flushLazy(
            added(members, new MemberEntity({ family: back(families, BACK / 10), name: `M${index}`, age: index % 90 })),
          )
        case 5: {
          const person = back(people, (BACK / 10) * 3)
          person.age = index
          return engine.flushLazy(person)
        }
        case 6: {
          const family = back(families, BACK / 10)
          family.city = `Moved ${index}`
          return engine.flushLazy(family)
        }
        default:
          return engine.flushLazy(added(people, newPerson()))
      }
    })
    const turn = await stage.drain(events)
    await checkRows(mysql, 'people', PERSON_COLUMNS, people.map(rowOf))
    await checkRows(
      mysql,
      'families',
      ['id', 'name', 'city'],
      families.map(({ id, name, city }) => [Number(id), name, city]),
    )
    await checkRows(
      mysql,
      'members',
      ['id', 'family_id', 'name', 'age'],
      members.map(({ id, familyId, name, age }) => [Number(id), Number(familyId), name, age]),
    )
    return turn
  }
}

function added<T>(list: T[], item: T): T {
  list.push(item)
  return item
}

/** The one that came `count` before the last. */
function back<T>(list: readonly T[], count: number): T {
  return list[Math.max(0, list.length - 1 - count)]!
}
