/** `GET /api/openapi.json`: the description of every endpoint, made of the same list that routes and clients read. */
import { Router } from 'express'
import * as z from 'zod/mini'
import { api } from '../../shared/api.ts'
import type { Endpoint } from '../../shared/api/endpoint.ts'
import { REFUSALS } from '../../shared/refusals.ts'

const OPENAPI_PATH = '/api/openapi.json'

export function openApiRoutes(): Router {
  const router = Router()
  const description = describeApi()
  router.get(OPENAPI_PATH, (_request, response) => {
    response.json(description)
  })
  return router
}

/** What does not answer in JSON, or is no part of the endpoints. */
const OTHER_PATHS = {
  '/api/texts/{id}/state': others({
    operationId: 'textState',
    summary: 'The text as bytes: Yjs V2, gzip, with an ETag',
    mediaType: 'application/gzip',
    hasId: true,
  }),
  '/api/exports/{id}/file': others({
    operationId: 'exportFile',
    summary: 'The file of an export that is done',
    mediaType: 'application/octet-stream',
    hasId: true,
  }),
  '/api/openapi.json': others({ operationId: 'openapi', summary: 'This description' }),
  '/healthz': others({ operationId: 'alive', summary: 'Whether the server is alive' }),
  '/readyz': others({
    operationId: 'ready',
    summary: 'Whether the disk took the last commit; 503 with the reason if not',
  }),
  '/metrics': others({
    operationId: 'metrics',
    summary: 'Figures, for this machine or with the operator’s token',
    mediaType: 'text/plain',
  }),
}

function others(path: { operationId: string; summary: string; mediaType?: string; hasId?: boolean }) {
  const { operationId, summary, mediaType = 'application/json', hasId = false } = path
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
  return {
    get: {
      operationId,
      summary,
      ...(hasId ? { parameters: [id] } : {}),
      responses: { 200: { description: 'Done', content: { [mediaType]: {} } } },
    },
  }
}

function describeApi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [noun, endpoints] of Object.entries(api)) {
    for (const [name, entry] of Object.entries(endpoints) as [string, Endpoint<unknown, unknown>][]) {
      const path = entry.path.replace(/:(\w+)/g, '{$1}')
      paths[path] = { ...paths[path], [entry.method.toLowerCase()]: describeEndpoint(noun, name, entry) }
    }
  }
  Object.assign(paths, OTHER_PATHS)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Samaki',
      version: '1',
      description:
        'Ids are strings with a prefix; times are ISO 8601, UTC; names and titles are {en?, km?}. ' +
        'A refusal is {"refusal": CODE} with the status of its code; an outage is 503 and may be tried again.',
    },
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-samaki' } },
      schemas: {
        Refusal: {
          type: 'object',
          required: ['refusal'],
          properties: { refusal: { type: 'string', enum: Object.keys(REFUSALS) } },
        },
      },
    },
    security: [{ session: [] }],
  }
}

function describeEndpoint(noun: string, name: string, entry: Endpoint<unknown, unknown>): Record<string, unknown> {
  const parameters: unknown[] = [...entry.path.matchAll(/:(\w+)/g)].map((match) => ({
    name: match[1],
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  if (entry.isRepeatable) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', maxLength: 200 },
    })
  }
  return {
    operationId: `${noun}.${name}`,
    tags: [noun],
    summary: entry.summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(entry.body === null ? {} : { requestBody: { required: true, content: json(bodySchema(entry.body)) } }),
    responses: {
      [entry.status]: { description: 'Done', content: json({}) },
      default: { description: 'Refused', content: json({ $ref: '#/components/schemas/Refusal' }) },
    },
  }
}

/** What a client sends, so the input side; what has no JSON form of its own is described as anything. */
function bodySchema(body: z.ZodMiniType<unknown>): unknown {
  return z.toJSONSchema(body, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' })
}

function json(schema: unknown): Record<string, unknown> {
  return { 'application/json': { schema } }
}
