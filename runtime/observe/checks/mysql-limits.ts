import type { MysqlPoolConfig } from '../../config/engine-config.js'
import type { ConsumerSettings } from '../../config/options.js'
import type { MysqlServerFacts } from '../../database/mysql-server-facts.js'
import { type Finding, findings } from './finding.js'

const WANTED_PACKET_MB = 16
const MEGABYTE = 1024 ** 2

export function checkMysqlLimits(
  { maxConnections, maxPacketBytes }: MysqlServerFacts,
  { connections }: MysqlPoolConfig,
  { workers }: ConsumerSettings,
  subject: string,
): readonly Finding[] {
  const sayConnections = findings('mysql-connections', subject)
  const foundConnections = `max_connections is ${maxConnections}; a producer opens up to ${connections}, a consumer ${workers} and a few`
  const sayPacket = findings('mysql-packet', subject)
  const foundPacket = `max_allowed_packet is ${Math.round(maxPacketBytes / MEGABYTE)} MB`
  return [
    maxConnections >= 2 * (connections + workers)
      ? sayConnections.ok(foundConnections)
      : sayConnections.advice(
          foundConnections,
          'A few processes take them all, and others wait for a connection',
          'SET GLOBAL max_connections = 300, or lower workers and connections',
        ),
    maxPacketBytes >= WANTED_PACKET_MB * MEGABYTE
      ? sayPacket.ok(foundPacket)
      : sayPacket.advice(
          foundPacket,
          'A unit with large values may not fit into one statement, and becomes a dead letter',
          `SET GLOBAL max_allowed_packet = ${WANTED_PACKET_MB * MEGABYTE} (and in my.cnf)`,
        ),
  ]
}
