/** What stands around every page: skip link, header with language and account, live regions, main, footer. */
import { signal, useSignalEffect } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { LanguageSwitch } from './language-switch.tsx'
import { findDestination, type PageComponent } from './router.ts'
import { isSessionOver } from './net/api-client.ts'
import { me, session } from './net/session.ts'
import { leave, prepareLeaving, SignOutDialog, type Leaving } from './sign-out.tsx'
import { announce, alertNow, LiveRegions } from './ui/announce.tsx'
import { Button } from './ui/button.tsx'
import { explainFailure } from './ui/failure.tsx'
import { langOf, t, tName } from './ui/language.ts'
import { Menu } from './ui/menu.tsx'
import { navigate, place } from './ui/navigation.ts'
import { Page } from './ui/page.tsx'
import { useRemote } from './ui/remote.tsx'

const isOffline = signal(!navigator.onLine)

export function Shell() {
  useEffect(() => {
    const look = (): void => {
      isOffline.value = !navigator.onLine
    }
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  useSignalEffect(() => {
    if (isSessionOver.value && session.peek().state === 'signed-in') alertNow(t('common.session-over'))
  })
  return (
    <>
      <a class="skip" href="#content">
        {t('common.skip')}
      </a>
      <Header />
      <LiveRegions />
      <main id="content" tabIndex={-1}>
        <CurrentPage />
      </main>
      <footer class="footer">
        <span>{t('common.motto')}</span>
        <a href="/help">{t('common.help')}</a>
      </footer>
    </>
  )
}

/** The way back in, with the place to come back to. The alert region has said why. */
function SessionOver() {
  if (!isSessionOver.value || session.value.state !== 'signed-in') return null
  const { path, query } = place.value
  if (path === '/sign-in') return null
  return (
    <p class="offline">
      {t('common.session-over')} <a href={signInPath(path, query)}>{t('common.sign-in-again')}</a>
    </p>
  )
}

function Header() {
  const person = me.value
  const path = place.value.path
  return (
    <header class="header">
      <div class="header-inner">
        <a class="brand" href="/">
          <Mark />
          <span>{t('common.product')}</span>
        </a>
        {person && (
          <nav class="nav" aria-label={t('common.main-navigation')}>
            <NavLink
              href="/"
              label={t('common.statements')}
              isCurrent={path === '/' || path.startsWith('/statements')}
            />
            <NavLink href="/organisations" label={t('common.organisations')} isCurrent={path === '/organisations'} />
            <NavLink href="/people" label={t('common.people')} isCurrent={path === '/people'} />
          </nav>
        )}
        <div class="header-end">
          <LanguageSwitch />
          {person && <Account />}
        </div>
      </div>
      <div class="weave" aria-hidden="true" />
      {isOffline.value && <p class="offline">{t('common.offline-note')}</p>}
      <SessionOver />
    </header>
  )
}

function NavLink(props: { href: string; label: string; isCurrent: boolean }) {
  return (
    <a href={props.href} aria-current={props.isCurrent ? 'page' : undefined}>
      {props.label}
    </a>
  )
}

type OwnNameDialog = typeof import('./pages/own-name.tsx').OwnNameDialog

function Account() {
  const person = me.value
  const [asked, setAsked] = useState<Leaving | null>(null)
  const [nameDialog, setNameDialog] = useState<{ readonly Dialog: OwnNameDialog } | null>(null)
  if (person === null) return null
  // Few change their name, so nobody pays for its form before.
  const openName = async (): Promise<void> => {
    try {
      setNameDialog({ Dialog: (await import('./pages/own-name.tsx')).OwnNameDialog })
    } catch (failure) {
      alertNow(explainFailure(failure))
    }
  }
  const finish = async (leaving: Leaving): Promise<void> => {
    await leave(person.id, leaving)
    setAsked(null)
    navigate('/sign-in')
    announce(t('people.signed-out'))
  }
  const begin = async (): Promise<void> => {
    try {
      const leaving = await prepareLeaving(person.id)
      if (leaving.unsentTexts > 0) setAsked(leaving)
      else await finish(leaving)
    } catch (failure) {
      alertNow(explainFailure(failure))
    }
  }
  return (
    <div class="account" lang={langOf(person.name)}>
      <Menu
        label={tName(person.name)}
        icon="people"
        items={[
          { label: t('common.change-name'), onChoose: () => void openName() },
          { label: t('common.sign-out'), onChoose: () => void begin() },
        ]}
      />
      {nameDialog !== null && <nameDialog.Dialog person={person} onClose={() => setNameDialog(null)} />}
      {asked !== null && (
        <SignOutDialog leaving={asked} onClose={() => setAsked(null)} onSignOut={() => finish(asked)} />
      )}
    </div>
  )
}

/** Fetches the page of the place where the person is. The key makes another address another page. */
function CurrentPage() {
  const { path, query } = place.value
  const destination = findDestination(path)
  const needsSignIn = !destination.isOpen && session.value.state === 'signed-out'
  useEffect(() => {
    // Asked of the place where the person is by now: whoever signs out has gone to sign-in already.
    if (needsSignIn && !findDestination(place.peek().path).isOpen) navigate(signInPath(path, query), { replace: true })
  }, [needsSignIn, path])
  if (needsSignIn) return null
  return <LazyPage key={path} path={path} query={query} />
}

function LazyPage(props: { path: string; query: URLSearchParams }) {
  const [destination] = useState(() => findDestination(props.path))
  const page = useRemote<PageComponent>(destination.load, destination.pattern)
  if (page.state === 'ready') {
    const Component = page.value
    return <Component params={destination.params} query={props.query} />
  }
  if (page.state === 'loading') return <Page title={null} />
  // Asking again would not help: browsers remember a failed file until the page is loaded anew.
  return (
    <Page title={t('common.not-loaded')} lead={<p>{explainFailure(page.failure)}</p>}>
      <Button kind="primary" onClick={() => location.reload()}>
        {t('common.reload')}
      </Button>
    </Page>
  )
}

function signInPath(path: string, query: URLSearchParams): string {
  const meant = query.size === 0 ? path : `${path}?${query.toString()}`
  return meant === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(meant)}`
}

/** Two rings, each through the other. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <circle cx="12" cy="16" r="7.5" />
      <circle class="mark-gap" cx="20" cy="16" r="7.5" />
      <circle class="mark-second" cx="20" cy="16" r="7.5" />
      <path class="mark-gap" d="M13.9 8.7A7.5 7.5 0 0118.5 12.2" />
      <path d="M13 8.57A7.5 7.5 0 0119.1 13.5" />
    </svg>
  )
}
