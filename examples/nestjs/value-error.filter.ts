import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { UnknownPropertyError, ValueError } from 'orm-gen'

/** What an entity refuses was wrong in the request. */
@Catch(ValueError, UnknownPropertyError)
export class ValueErrorFilter implements ExceptionFilter<ValueError | UnknownPropertyError> {
  catch(error: ValueError | UnknownPropertyError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    void reply.code(422).send({ code: error.code, property: error.property, message: error.message })
  }
}
