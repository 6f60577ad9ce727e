import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.js'

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['warn', 'error'] })
// Without the option Nest ends by the signal again, and an orchestrator sees a failure.
app.enableShutdownHooks([], { useProcessExit: true })
await app.listen(process.env.PORT ?? 3000)
console.log(`listening at ${await app.getUrl()}`)
