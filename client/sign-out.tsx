/**
 * Signing out without losing words: what this device holds and the server doesn't is counted
 * first. On a shared computer everything of the person goes from the device with the session.
 */
import { sessionsApi } from '../shared/api/sessions.ts'
import type { PersonId } from '../shared/ids.ts'
import { call } from './net/api-client.ts'
import { endSession } from './net/session.ts'
import { Button } from './ui/button.tsx'
import { Dialog } from './ui/dialog.tsx'
import { FailureNote, useAct } from './ui/failure.tsx'
import { t } from './ui/language.ts'

export interface Leaving {
  readonly unsentTexts: number
  readonly isSharedComputer: boolean
}

/** What is to be known before the session ends. */
export async function prepareLeaving(personId: PersonId): Promise<Leaving> {
  const [{ sessions }, device] = await Promise.all([call(sessionsApi.list), openDevice(personId)])
  const counts = device === null ? [] : [...(await device.countUnsent()).values()]
  device?.close()
  return {
    unsentTexts: counts.filter((count) => count > 0).length,
    isSharedComputer: sessions.find((one) => one.isCurrent)?.isSharedComputer ?? false,
  }
}

/** Ends the session, then wipes a shared computer. */
export async function leave(personId: PersonId, leaving: Leaving): Promise<void> {
  await endSession()
  if (!leaving.isSharedComputer) return
  const device = await openDevice(personId)
  await device?.wipe()
  device?.close()
}

export function SignOutDialog(props: { leaving: Leaving; onClose: () => void; onSignOut: () => Promise<void> }) {
  const act = useAct()
  const { unsentTexts: count, isSharedComputer } = props.leaving
  return (
    <Dialog title={t('common.sign-out')} onClose={props.onClose}>
      <p class="note note-wait">
        {t(isSharedComputer ? 'common.sign-out-wipes' : 'common.sign-out-unsent', { count })}
      </p>
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button kind="primary" onClick={props.onClose}>
          {t('common.cancel')}
        </Button>
        <Button kind="danger" isBusy={act.isBusy} onClick={() => void act.run(props.onSignOut)}>
          {t('common.sign-out-anyway')}
        </Button>
      </div>
    </Dialog>
  )
}

/** The person's store, or null where this browser has none. Its code knows the text model, so it comes only now. */
async function openDevice(personId: PersonId) {
  if (typeof indexedDB === 'undefined') return null
  const { databaseName, DeviceStore } = await import('./net/device-store.ts')
  // Opening makes the database; whoever never opened a text here leaves none behind. Older browsers cannot tell.
  const known = 'databases' in indexedDB ? await indexedDB.databases() : null
  if (known !== null && !known.some((database) => database.name === databaseName(personId))) return null
  return new DeviceStore({ personId, indexedDB, locks: navigator.locks })
}
