import type { RevisionId, SectionId, StatementId, TextId } from '../ids.ts'
import type { Language, LocalName } from '../names.ts'
import type { CanonicalBlock } from '../section-text/canonical.ts'
import type { SectionStateName } from '../statements.ts'
import { answerIs, endpoint, type IsoTime } from './endpoint.ts'

export interface TextOnDisk {
  readonly id: TextId
  readonly sectionId: SectionId
  readonly statementId: StatementId
  readonly language: Language
  readonly title: string
  readonly head: number
  readonly state: SectionStateName
  readonly blocks: readonly CanonicalBlock[]
  readonly digest: string
  readonly fullDigest: string
  readonly words: number
}

export interface FrozenText {
  readonly language: Language
  readonly title: string
  readonly blocks: readonly CanonicalBlock[]
  readonly digest: string
  readonly fullDigest: string
  readonly words: number
}

export interface RevisionDetail {
  readonly id: RevisionId
  readonly sectionId: SectionId
  readonly statementId: StatementId
  readonly number: number
  readonly titles: LocalName
  readonly texts: readonly FrozenText[]
  readonly digests: Readonly<Partial<Record<Language, string>>>
  readonly fullDigest: string
  readonly lockedAt: IsoTime
}

export const textsApi = {
  load: endpoint({
    answer: answerIs<TextOnDisk>(),
    method: 'GET',
    path: '/api/texts/:id',
    summary: 'The text that is on disk now',
  }),
  loadRevision: endpoint({
    answer: answerIs<RevisionDetail>(),
    method: 'GET',
    path: '/api/revisions/:id',
    summary: 'A frozen revision, all languages',
  }),
}

/** Binary, so not an `Endpoint`: snapshot as Yjs V2, gzip, with an ETag. */
export const TEXT_STATE_PATH = '/api/texts/:id/state'
