import * as z from 'zod/mini'
import type { ExportId } from '../ids.ts'
import { answerIs, endpoint, type Done } from './endpoint.ts'

export const EXPORT_FORMATS = ['docx', 'html'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
export type ExportLanguage = 'en' | 'km' | 'both'
export type ExportState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

/**
 * Why there is no file: the server was stopped before it was made; it took too long or too much
 * memory; the disk did not take it; it was kept its time and is gone; or a fault of ours.
 */
const EXPORT_FAILURES = ['interrupted', 'too-long', 'too-big', 'not-written', 'expired', 'fault'] as const
export type ExportFailure = (typeof EXPORT_FAILURES)[number]

export interface ExportSummary {
  readonly id: ExportId
  readonly format: ExportFormat
  readonly language: ExportLanguage
  readonly state: ExportState
  /** 0 to 100. */
  readonly progress: number
  readonly fileName: string | null
  readonly failure: ExportFailure | null
}

export const exportsApi = {
  create: endpoint({
    answer: answerIs<ExportSummary>(),
    method: 'POST',
    path: '/api/statements/:id/exports',
    summary: 'Start an export',
    body: z.object({ format: z.enum(EXPORT_FORMATS), language: z.enum(['en', 'km', 'both']) }),
    status: 202,
    isRepeatable: true,
  }),
  load: endpoint({
    answer: answerIs<ExportSummary>(),
    method: 'GET',
    path: '/api/exports/:id',
    summary: 'How far an export is',
  }),
  cancel: endpoint({
    answer: answerIs<Done>(),
    method: 'DELETE',
    path: '/api/exports/:id',
    summary: 'Cancel an export',
  }),
}

/** Binary, so not an `Endpoint`. Rights are asked again at download. */
export const EXPORT_FILE_PATH = '/api/exports/:id/file'
