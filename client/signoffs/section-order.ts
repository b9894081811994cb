import type { SectionId } from '../../shared/ids.ts'
import type { AskedSection } from './answer-form.tsx'

/**
 * As the statement has them, whatever the order in which they came: readers look for the first
 * section first. One whose section is not asked any more comes last.
 */
export function inStatementOrder<One extends { readonly sectionId: SectionId }>(
  all: readonly One[],
  sections: readonly AskedSection[],
): One[] {
  const numbers = new Map(sections.map(({ sectionId, number }) => [sectionId, number]))
  const place = (one: One): number => numbers.get(one.sectionId) ?? Infinity
  return all.toSorted((a, b) => {
    const [first, second] = [place(a), place(b)]
    return first === second ? 0 : first - second
  })
}
