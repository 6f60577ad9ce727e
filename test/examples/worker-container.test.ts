import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { freePort } from '../../testing/process/free-port.js'
import { ExampleProject } from '../support/example-project.js'

test('what the image would start is ready while its servers answer, and ends cleanly on SIGTERM', {
  timeout: 180_000,
}, async () => {
  await using example = await ExampleProject.open('worker-container')
  await example.ormGen('ddl', '--apply')
  await example.run(resolve('node_modules/.bin/tsc'), ['-p', '.'])

  const { command, healthCheck } = await readDockerfile('examples/worker-container/Dockerfile', await freePort())
  const worker = example.start(command)
  await worker.says(/Consumer started/)
  await example.run(process.execPath, healthCheck)
  expect(await worker.stop()).toBe(0)
  await expect(example.run(process.execPath, healthCheck)).rejects.toThrow()
})

/** The arguments that CMD and HEALTHCHECK give to Node, at a port that is free here. */
async function readDockerfile(path: string, port: number) {
  const text = (await readFile(path, 'utf8')).replaceAll('9464', String(port))
  const commands = [...text.matchAll(/CMD (\[.*\])$/gm)].map(([, list]) => JSON.parse(list!) as string[])
  expect(commands.map(([program]) => program)).toEqual(['node', 'node'])
  const [healthCheck, command] = commands.map(([, ...args]) => args)
  return { command: command!, healthCheck: healthCheck! }
}
