import type { RedisClient } from './redis-client.js'
import { ENTRY_FIELD } from './stream-writer.js'

/** What Redis knows of a stream, at one moment. */
export interface StreamFacts {
  /** Entries that are not settled; each holds one or many units. */
  readonly entries: number
  /** Age of the first of them by Redis's clock; undefined when there is none. */
  readonly oldestMs: number | undefined
  /** Entries ever added, for rates; undefined before Redis 7. */
  readonly added: number | undefined
  /** Undefined where the group does not exist, as before the first consumer. */
  readonly group: GroupFacts | undefined
  /** Texts of some entries from both ends and, of a longer stream, from in between, to estimate from. */
  readonly samples: readonly string[]
}

export interface GroupFacts {
  readonly name: string
  /** Handed out and not settled. */
  readonly pending: number
  /** Since anybody last asked for entries; undefined where nobody ever did. */
  readonly idleMs: number | undefined
}

/** From each end. */
const SAMPLES = 3
/** Between the ends, evenly in time, as many entries from each. */
const PLACES = 6
const SAMPLES_OF_PLACE = 2

/** One round trip and no payload but the samples; `false` stands for what is missing, as Lua has no null. */
const FACTS_SCRIPT = `
local time = redis.call('TIME')
local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
if info.err and string.find(info.err, 'no such key') then return {time, 0, false, false, false, false} end
if info.err then return info end
local added, first = false, false
for at = 1, #info, 2 do
  if info[at] == 'entries-added' then added = info[at + 1] end
  if info[at] == 'first-entry' and info[at + 1] then first = info[at + 1][1] end
end
local pending, idle = false, false
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  if group[2] == ARGV[1] then pending = group[6] end
end
if pending then
  for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
    if not idle or consumer[6] < idle then idle = consumer[6] end
  end
end
return {time, redis.call('XLEN', KEYS[1]), first, added, pending, idle}`

type FactsReply = readonly [
  time: readonly [seconds: string, microseconds: string],
  entries: number,
  firstId: string | null,
  added: number | null,
  pending: number | null,
  idleMs: number | null,
]

/** A stream that does not exist is an empty one without a group. */
export async function readStreamFacts(client: RedisClient, stream: string, group: string): Promise<StreamFacts> {
  const [reply, first, last] = await Promise.all([
    client.eval(FACTS_SCRIPT, 1, stream, group) as Promise<FactsReply>,
    client.xrange(stream, '-', '+', 'COUNT', SAMPLES),
    client.xrevrange(stream, '+', '-', 'COUNT', SAMPLES),
  ])
  const [[seconds, microseconds], entries, firstId, added, pending, idleMs] = reply
  const now = Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000)
  const [from, to] = [first.at(-1)?.[0], last.at(-1)?.[0]]
  const isLonger = entries > 2 * SAMPLES && from !== undefined && to !== undefined
  const between = isLonger ? await readBetween(client, stream, from, to) : []
  const samples = new Map(
    [...first, ...between, ...last].map(([id, fields]) => [id, fields[fields.indexOf(ENTRY_FIELD) + 1] ?? '']),
  )
  return {
    entries,
    oldestMs: firstId === null ? undefined : Math.max(0, now - Number(firstId.split('-')[0])),
    added: added ?? undefined,
    group: pending === null ? undefined : { name: group, pending, idleMs: idleMs ?? undefined },
    samples: [...samples.values()],
  }
}

/** Entries behind places between two ids. What piled up in a burst looks different from both ends. */
async function readBetween(client: RedisClient, stream: string, from: string, to: string) {
  const [start, end] = [Number.parseInt(from, 10), Number.parseInt(to, 10)]
  const places = Array.from({ length: PLACES }, (_, index) =>
    Math.floor(start + ((end - start) * (index + 1)) / (PLACES + 1)),
  )
  const found = await Promise.all(
    places.map((place) => client.xrange(stream, String(place), to, 'COUNT', SAMPLES_OF_PLACE)),
  )
  return found.flat()
}

/** Names of all groups on the stream; [] where there is no such stream. */
export async function readGroupNames(client: RedisClient, stream: string): Promise<readonly string[]> {
  try {
    const groups = (await client.xinfo('GROUPS', stream)) as unknown[][]
    return groups.map((group) => String(group[group.indexOf('name') + 1]))
  } catch (error) {
    if (error instanceof Error && error.message.includes('no such key')) return []
    throw error
  }
}
