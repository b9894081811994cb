import type { en } from './en-text.ts'
import { audit } from './km/audit.ts'
import { editor } from './km/editor.ts'
import { exporting } from './km/export.ts'
import { help } from './km/help.ts'
import { section } from './km/section.ts'
import { signoff } from './km/signoff.ts'

export const km: Readonly<Record<keyof typeof en, string>> = {
  ...section,
  ...editor,
  ...signoff,
  ...exporting,
  ...audit,
  ...help,
}
