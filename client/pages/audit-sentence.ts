/**
 * One entry of the record as a sentence. The record holds ids only; the names come from what
 * this person may see, and where they may see none the sentence says "someone".
 */
import type { AuditEntrySummary } from '../../shared/api/signoffs.ts'
import { khmerDate } from '../../shared/language/khmer-dates.ts'
import type { Language, LocalName } from '../../shared/names.ts'
import { langOf, t, tName, type SentenceKey } from '../ui/language.ts'

/** The names this person may know, by id. */
export type KnownNames = ReadonlyMap<string, LocalName>

export type AuditKind = 'text' | 'signing' | 'people'

/** The acts by what a reader looks for. An act that is not here stands only under "all". */
const KINDS: Readonly<Record<string, AuditKind>> = {
  'section-sent-to-review': 'text',
  'section-reopened': 'text',
  'section-unlocked': 'text',
  'section-locked': 'text',
  'section-created': 'text',
  'section-changed': 'text',
  'statement-final': 'text',
  'signing-started': 'signing',
  'signed-off': 'signing',
  'sign-off-superseded': 'signing',
  'sign-off-withdrawn': 'signing',
  'participants-set': 'people',
  'right-granted': 'people',
  'right-ended': 'people',
  'mandate-granted': 'people',
  'mandate-ended': 'people',
}

/** The acts that have words. A newer server may know others: they are named by their code. */
const WORDED = new Set([
  ...Object.keys(KINDS),
  'working-group-created',
  'organisation-created',
  'organisation-changed',
  'person-created',
  'person-changed',
  'person-ended',
  'membership-added',
  'membership-ended',
  'invited',
  'operator-link-made',
  'statement-created',
  'statement-changed',
  'final-exported',
])

export function auditKindOf(entry: AuditEntrySummary): AuditKind | null {
  return KINDS[entry.act] ?? null
}

export function auditSentence(entry: AuditEntrySummary, names: KnownNames): string {
  const key = WORDED.has(entry.act) ? (`audit.act.${entry.act}` as SentenceKey) : 'audit.act.other'
  return t(key, {
    act: entry.act,
    who: entry.actorId === null ? t('audit.who.operator') : nameFrom(names, entry.actorId, 'audit.who.unknown'),
    organisation: nameFrom(names, entry.organisationId ?? entry.subjectId, 'audit.organisation.unknown'),
    section: nameFrom(names, entry.sectionId ?? entry.subjectId, 'audit.section.unknown'),
    person: nameFrom(names, entry.subjectId, 'audit.person.unknown'),
  })
}

function nameFrom(names: KnownNames, id: string, unknown: SentenceKey): string {
  const name = names.get(id)
  if (name === undefined) return t(unknown)
  // Quotation marks keep a title in the other language from running into the sentence.
  return langOf(name) === undefined ? tName(name) : `“${tName(name)}”`
}

const PHNOM_PENH = 'Asia/Phnom_Penh'

/** Date and time where the coalition is, whatever the device's own clock is set to. */
export function timeInPhnomPenh(at: string, language: Language): string {
  if (language === 'km') return khmerDate(at, { date: true, time: 'seconds', timeZone: PHNOM_PENH })
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: PHNOM_PENH }).format(
    new Date(at),
  )
}
