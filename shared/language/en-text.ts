/** The sentences of the pages about texts: writing, locking, signing off, the record, handing over, help. */
import { audit } from './en/audit.ts'
import { editor } from './en/editor.ts'
import { exporting } from './en/export.ts'
import { help } from './en/help.ts'
import { section } from './en/section.ts'
import { signoff } from './en/signoff.ts'

export const en = { ...section, ...editor, ...signoff, ...exporting, ...audit, ...help } as const
