/**
 * Start here, in the browser. The language, then who is signed in, then the page of the
 * address: in that order, so that nothing is shown in the wrong language or to the wrong person.
 */
import { render } from 'preact'
import { loadSession } from './net/session.ts'
import { Shell } from './shell.tsx'
import { preferredLanguage, switchLanguage, t } from './ui/language.ts'
import { alertNow } from './ui/announce.tsx'
import { followLinks } from './ui/navigation.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/parts.css'
import './styles/pages.css'
import './styles/print.css'

async function start(): Promise<void> {
  const root = document.getElementById('app')
  if (root === null) throw new Error('index.html has no #app')
  // Asked for together: on a thin line each question costs a whole round trip.
  const [, session] = await Promise.allSettled([switchLanguage(preferredLanguage(), 'front'), loadSession()])
  followLinks()
  render(<Shell />, root)
  if (session.status === 'rejected') alertNow(t('common.outage'))
}

// A bug of ours that nothing caught: the person is told, and the browser's console has the rest.
window.addEventListener('unhandledrejection', () => alertNow(t('common.fault', { reference: '—' })))

void start()
