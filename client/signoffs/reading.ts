/** Which words a person has had before their eyes, and which they, or their organisation, knew before. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { FrozenText } from '../../shared/api/texts.ts'
import type { OrganisationId, SectionId } from '../../shared/ids.ts'
import { useRemote } from '../ui/remote.tsx'
import { loadSignedBefore, type Asked } from './asked.ts'
import type { CheckedRevision } from './frozen.ts'
import type { ShownSection } from './sign-off-form.ts'

/** Which words this person has had before them: those first shown, and what they confirmed since. */
export function useReadSections(
  shown: readonly ShownSection[],
): [readonly ShownSection[], (sectionId: SectionId, now: readonly ShownSection[]) => void] {
  const [read, setRead] = useState(shown)
  // A section that is locked while the page stands is shown from then on, so it is read like the others.
  const added = shown.filter(({ sectionId }) => !read.some((one) => one.sectionId === sectionId))
  const all = added.length === 0 ? read : [...read, ...added]
  useEffect(() => {
    if (added.length > 0) setRead(all)
  })
  const confirm = (sectionId: SectionId, now: readonly ShownSection[]): void => {
    const fresh = now.find((one) => one.sectionId === sectionId)
    setRead(all.map((one) => (one.sectionId === sectionId && fresh !== undefined ? fresh : one)))
  }
  return [all, confirm]
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
