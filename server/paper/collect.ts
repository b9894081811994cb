/** Rows, frozen texts and, where a section isn't locked, the words that are on disk now: one paper. */
import type { Db } from '../db/database.ts'
import type { ExportJob } from '../domain/exports.ts'
import { loadPaperRows, type SectionRows } from '../domain/paper-rows.ts'
import type { TextId } from '../../shared/ids.ts'
import type { CanonicalBlock } from '../../shared/section-text/canonical.ts'
import { makePaper } from './make-paper.ts'
import type { Paper } from './paper.ts'
import type { SourceSection, SourceText } from './paper-source.ts'

export interface PaperSources {
  readonly db: Db
  /** The words of a live text as they stand on the disk. */
  readonly readText: (
    textId: TextId,
  ) => Promise<{ readonly blocks: readonly CanonicalBlock[]; readonly digest: string }>
  /** Where a statement is found by whoever takes part. */
  readonly addressOf: (statementId: string) => string
}

/** Collects what a job prints. `progress` is told a share of 1 after each section. */
export async function collectPaper(
  sources: PaperSources,
  job: ExportJob,
  progress: (share: number) => Promise<void>,
): Promise<Paper> {
  const rows = await loadPaperRows(sources.db, job)
  const sections: SourceSection[] = []
  for (const [index, section] of rows.sections.entries()) {
    sections.push(await readSection(sources, section))
    await progress((index + 1) / rows.sections.length)
  }
  const address = sources.addressOf(job.statementId)
  return makePaper({ ...rows, sections, address, now: job.createdAt }, job.language)
}

async function readSection(sources: PaperSources, section: SectionRows): Promise<SourceSection> {
  const texts: SourceText[] = []
  for (const text of section.texts) {
    if ('blocks' in text) texts.push(text)
    else {
      const { blocks, digest } = await sources.readText(text.textId)
      texts.push({ language: text.language, title: text.title, blocks, digest })
    }
  }
  return { ...section, texts }
}
