/** Which words a person has had before their eyes, and which they, or their organisation, knew before. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { FrozenText } from '../../shared/api/texts.ts'
import type { OrganisationId, SectionId } from '../../shared/ids.ts'
import { useRemote } from '../ui/remote.tsx'
import { loadSignedBefore, type Asked } from './asked.ts'
import type { CheckedRevision } from './frozen.ts'
import { changedSections, type ShownSection } from './sign-off-form.ts'

/** Which words this person has had before them: those first shown, and what they confirmed since. */
export function useReadSections(shown: readonly ShownSection[]): ReadSections {
  const [read, setRead] = useState(shown)
  const everChanged = useRef(new Set<SectionId>())
  // A section that is locked while the page stands is shown from then on, so it is read like the others.
  const added = shown.filter(({ sectionId }) => !read.some((one) => one.sectionId === sectionId))
  const all = added.length === 0 ? read : [...read, ...added]
  useEffect(() => {
    if (added.length > 0) setRead(all)
  })
  const unread = changedSections(all, shown)
  for (const sectionId of unread) everChanged.current.add(sectionId)
  return {
    unread,
    gone: all.map(({ sectionId }) => sectionId).filter((id) => !shown.some(({ sectionId }) => sectionId === id)),
    changed: shown.map(({ sectionId }) => sectionId).filter((sectionId) => everChanged.current.has(sectionId)),
    confirm: (sectionId, isRead) => {
      const now = shown.find((one) => one.sectionId === sectionId)
      const digests = isRead && now !== undefined ? now.digests : {}
      setRead(all.map((one) => (one.sectionId === sectionId ? { sectionId, digests } : one)))
    },
  }
}

interface ReadSections {
  /** Other words stand here now than those this person has read. */
  readonly unread: readonly SectionId[]
  /** Stood here to be signed and was unlocked meanwhile. */
  readonly gone: readonly SectionId[]
  /** All that changed since the page was opened, read again or not. */
  readonly changed: readonly SectionId[]
  readonly confirm: (sectionId: SectionId, isRead: boolean) => void
}

/** The words to compare with: those that stood here when the page was opened, else those signed before. */
export function useEarlierWords(
  asked: Asked,
  organisationId: OrganisationId | null,
): ReadonlyMap<SectionId, readonly FrozenText[]> {
  const first = useRef(new Map<SectionId, CheckedRevision>())
  for (const checked of asked.revisions) {
    if (!first.current.has(checked.revision.sectionId)) first.current.set(checked.revision.sectionId, checked)
  }
  const revisionIds = asked.revisions.map(({ revision }) => revision.id)
  const signed = useRemote<ReadonlyMap<SectionId, readonly FrozenText[]>>(
    (signal) =>
      organisationId === null ? Promise.resolve(new Map()) : loadSignedBefore(asked, organisationId, signal),
    JSON.stringify([organisationId, revisionIds]),
  )
  const earlier = new Map<SectionId, readonly FrozenText[]>(signed.state === 'ready' ? signed.value : [])
  for (const { revision } of asked.revisions) {
    const atFirst = first.current.get(revision.sectionId)
    if (atFirst !== undefined && atFirst.revision.id !== revision.id) earlier.set(revision.sectionId, atFirst.texts)
  }
  return earlier
}
