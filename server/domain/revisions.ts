/** Revisions: the words of a section frozen at a lock, in all its languages. The thing that is signed. */
import type { Db } from '../db/database.ts'
import type { RevisionDetail } from '../../shared/api/texts.ts'
import type { RevisionId } from '../../shared/ids.ts'
import type { Language, LocalName } from '../../shared/names.ts'
import type { Actor } from '../../shared/people.ts'
import { partInSection, refuseRead } from '../../shared/permissions.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { CanonicalBlock } from '../../shared/section-text/canonical.ts'
import { loadSectionFacts, loadStatementFacts } from './facts.ts'
import { isoTime } from './rows.ts'

/** A revision with its blocks; one of a section that this person may not read does not exist. */
export async function loadRevision(db: Db, actor: Actor, id: RevisionId): Promise<RevisionDetail> {
  const revision = await db.selectFrom('revisions').selectAll().where('id', '=', id).executeTakeFirst()
  if (revision === undefined) throw new Refusal('no-such-revision')
  const section = await loadSectionFacts(db, revision.section_id)
  const statement = await loadStatementFacts(db, section.statementId)
  if (refuseRead(partInSection(actor, statement, section)) !== null) throw new Refusal('no-such-revision')
  const rows = await db
    .selectFrom('revision_texts')
    .selectAll()
    .where('revision_id', '=', id)
    .orderBy('language')
    .execute()
  const titles: { [language in Language]?: string } = {}
  const digests: { [language in Language]?: string } = {}
  for (const row of rows) {
    titles[row.language] = row.title
    digests[row.language] = row.digest
  }
  return {
    id: revision.id,
    sectionId: section.id,
    statementId: statement.id,
    number: revision.number,
    titles: titles satisfies LocalName,
    texts: rows.map((row) => ({
      language: row.language,
      title: row.title,
      blocks: parseCanonicalBlocks(row.canonical),
      digest: row.digest,
      fullDigest: row.full_digest,
      words: row.words,
    })),
    digests,
    fullDigest: revision.full_digest,
    lockedAt: isoTime(revision.locked_at),
  }
}

/** The blocks out of a canonical text: a version line, then JSON that this program wrote itself. */
export function parseCanonicalBlocks(canonical: string): CanonicalBlock[] {
  const [version, json] = splitFirstLine(canonical)
  if (version !== 'samaki-text/1') throw new Error(`a frozen text of an unknown version: ${version}`)
  return (JSON.parse(json) as { blocks: CanonicalBlock[] }).blocks
}

function splitFirstLine(text: string): [string, string] {
  const end = text.indexOf('\n')
  return [text.slice(0, end), text.slice(end + 1)]
}
