/** Which path shows which page. A page is fetched when somebody first goes there. */
import type { ComponentType } from 'preact'
import { Outage } from './net/api-client.ts'
import { wantWholeDictionary } from './ui/language.ts'
import type { PageProps } from './ui/navigation.ts'

export type PageComponent = ComponentType<PageProps>

interface Route {
  readonly pattern: string
  /** Opens without anybody signed in. */
  readonly isOpen?: boolean
  /** Needs the sentences about texts too, which the pages of arrival do without. */
  readonly isAboutTexts?: boolean
  readonly load: () => Promise<PageComponent>
}

const ROUTES: readonly Route[] = [
  { pattern: '/', load: async () => (await import('./pages/home-page.tsx')).HomePage },
  { pattern: '/sign-in', isOpen: true, load: async () => (await import('./pages/sign-in-page.tsx')).SignInPage },
  { pattern: '/statements/new', load: async () => (await import('./pages/new-statement-page.tsx')).NewStatementPage },
  {
    pattern: '/statements/:id',
    isAboutTexts: true,
    load: async () => (await import('./pages/statement-page.tsx')).StatementPage,
  },
  {
    pattern: '/statements/:id/read',
    isAboutTexts: true,
    load: async () => (await import('./pages/reading-page.tsx')).ReadingPage,
  },
  {
    pattern: '/statements/:id/sections/:sectionId',
    isAboutTexts: true,
    load: async () => (await import('./pages/section-page.tsx')).SectionPage,
  },
  {
    pattern: '/statements/:id/sign-off',
    isAboutTexts: true,
    load: async () => (await import('./pages/sign-off-page.tsx')).SignOffPage,
  },
  {
    pattern: '/statements/:id/export',
    isAboutTexts: true,
    load: async () => (await import('./pages/export-page.tsx')).ExportPage,
  },
  {
    pattern: '/statements/:id/audit',
    isAboutTexts: true,
    load: async () => (await import('./pages/audit-page.tsx')).AuditPage,
  },
  { pattern: '/organisations', load: async () => (await import('./pages/organisations-page.tsx')).OrganisationsPage },
  { pattern: '/people', load: async () => (await import('./pages/people-page.tsx')).PeoplePage },
  {
    pattern: '/help',
    isOpen: true,
    isAboutTexts: true,
    load: async () => (await import('./pages/help-page.tsx')).HelpPage,
  },
]

const NOT_FOUND: Route = {
  pattern: '',
  isOpen: true,
  load: async () => (await import('./pages/not-found-page.tsx')).NotFoundPage,
}

export interface Destination {
  readonly pattern: string
  readonly params: Readonly<Record<string, string>>
  readonly isOpen: boolean
  readonly load: () => Promise<PageComponent>
}

/** The page of a path; a path that nothing answers to leads to the page that says so. */
export function findDestination(path: string): Destination {
  for (const route of ROUTES) {
    const params = matchPath(route.pattern, path)
    if (params !== null) return { ...route, params, isOpen: route.isOpen ?? false, load: () => loadPage(route) }
  }
  return { ...NOT_FOUND, params: {}, isOpen: true }
}

/** The page with its words: asked for together, shown when both are there. */
async function loadPage(route: Route): Promise<PageComponent> {
  try {
    const [page] = await Promise.all([route.load(), route.isAboutTexts ? wantWholeDictionary() : null])
    return page
  } catch {
    // The browser has one error for a dead line and for a file that a newer version has replaced.
    throw new Outage(navigator.onLine ? 'unreachable' : 'offline')
  }
}

/** The values of the pattern's `:names` in the path, or null when they don't fit. A slash at the end is forgiven. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = stepsOf(pattern)
  const given = stepsOf(path)
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, step] of wanted.entries()) {
    const value = given[index] ?? ''
    if (step.startsWith(':')) {
      const decoded = decode(value)
      if (decoded === null) return null
      params[step.slice(1)] = decoded
    } else if (step !== value) {
      return null
    }
  }
  return params
}

function stepsOf(path: string): string[] {
  return path.split('/').filter((step) => step !== '')
}

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value)
  } catch {
    // Half an escape, typed or cut off in a message: no page of ours.
    return null
  }
}
