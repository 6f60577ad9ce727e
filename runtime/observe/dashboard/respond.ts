import type { ServerResponse } from 'node:http'
import { OrmError } from '../../errors.js'
import { Refusal } from './refusal.js'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function setSafeHeaders(response: ServerResponse): void {
  response.setHeader('Content-Security-Policy', POLICY)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  response.setHeader('Cache-Control', 'no-store')
}

export function sendJson(response: ServerResponse, status: number, data: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(data))
}

/** Whatever went wrong, in the one form that the page reads; nothing of a fault of ours but that there was one. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (error instanceof Refusal) {
    if (error.status === 401) response.setHeader('WWW-Authenticate', 'Bearer')
    sendProblem(response, error.status, error.message, error.remedy)
  } else if (error instanceof OrmError) {
    sendProblem(response, 503, error.message.split('\n')[0]!, error.remedy)
  } else {
    sendProblem(response, 500, 'The dashboard failed at this; its process has logged why')
  }
}

function sendProblem(response: ServerResponse, status: number, message: string, remedy?: string): void {
  sendJson(response, status, { error: { message, ...(remedy !== undefined && { remedy }) } })
}
