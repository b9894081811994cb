import type { ExportLanguage, ExportSummary } from '../../shared/api/exports.ts'
import type { Language } from '../../shared/names.ts'

export function isUnderWay(made: Pick<ExportSummary, 'state'>): boolean {
  return made.state === 'queued' || made.state === 'running'
}

/** The languages that can be asked for, all together last, where there is more than one. */
export function languagesOf(languages: readonly Language[]): ExportLanguage[] {
  return languages.length > 1 ? [...languages, 'both'] : [...languages]
}

/** Most files take a second or two, so it asks soon at first; a long one is not asked for more than every 5 s. */
export function nextAskInMs(asked: number): number {
  return Math.min(5_000, 400 * 1.3 ** Math.min(asked, 20))
}
