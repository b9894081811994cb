import type { Language, LocalName } from '../names.ts'

/**
 * Themes that education coalitions often name their working groups and sections after. They
 * are offered in forms, to choose or leave; nothing in the house depends on them.
 */
export const OFFERED_THEMES: readonly LocalName[] = [
  { en: 'Early childhood education', km: 'ការអប់រំកុមារតូច' },
  { en: 'Primary education', km: 'ការអប់រំបឋមសិក្សា' },
  { en: 'Secondary education', km: 'ការអប់រំមធ្យមសិក្សា' },
  { en: 'Higher education', km: 'ការអប់រំឧត្តមសិក្សា' },
  { en: 'Disability and inclusion', km: 'ពិការភាព និងបរិយាប័ន្ន' },
  { en: 'Lifelong learning', km: 'ការសិក្សាពេញមួយជីវិត' },
  { en: 'School reform', km: 'កំណែទម្រង់សាលារៀន' },
  { en: 'Teacher capacity development', km: 'ការអភិវឌ្ឍសមត្ថភាពគ្រូបង្រៀន' },
]

/** What the words before the first heading of a pasted text are called until someone names them. */
export const PREAMBLE: Readonly<Record<Language, string>> = { en: 'Preamble', km: 'បុព្វកថា' }
