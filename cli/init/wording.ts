import type { Detected } from './detect.js'
import type { Step } from './write-missing.js'

/** What was found, a line each; none in an empty project. */
export function foundLines({ database, strange, libraries }: Detected): readonly string[] {
  return [
    ...(libraries.length === 0 ? [] : [`found    ${libraries.join(', ')}`]),
    ...(database === undefined ? [] : [`found    ${database.address}  (${database.variable})`]),
    ...strange.map(({ variable, protocol }) => `ignored  ${variable}  (${protocol}; orm-gen needs MySQL or MariaDB)`),
  ]
}

export function stepLine({ path, action, detail }: Step): string {
  return `${action.padEnd(8)} ${path}  (${detail})`
}

export function pullQuestion(address: string): string {
  return `Write schema files from the tables of ${address}? [Y/n] `
}

export function nextLines({ database, migrations, hasRedisUrl }: Detected): readonly string[] {
  return [
    ...(migrations === undefined
      ? []
      : [`tables stay with ${migrations}: npx orm-gen ddl --diff says whether both agree`]),
    ...(database === undefined ? ['MYSQL_URL is not set: give it to the environment, or to .env'] : []),
    ...(hasRedisUrl ? [] : ['REDIS_URL is not set: orm.yaml takes redis://localhost:6379 until it is']),
    'next: npx orm-gen',
  ]
}
