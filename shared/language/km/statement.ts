import type { statement as en } from '../en/statement.ts'

export const statement: Record<keyof typeof en, string> = {}
