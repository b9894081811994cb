/** Inviting a person: by mail, or with a link that is shown once, to hand over. */
import { useState } from 'preact/hooks'
import { peopleApi, type HandedOverLink, type PersonSummary } from '../../shared/api/people.ts'
import { refuseInvite } from '../../shared/people-permissions.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { t, tDate, tName, tRefusal } from '../ui/language.ts'
import { peopleActor, personFacts, type PeopleContent } from './people-content.ts'

export function InviteDialog(props: { content: PeopleContent; person: PersonSummary; onClose: () => void }) {
  const { content, person } = props
  const [link, setLink] = useState<HandedOverLink | null>(null)
  const act = useAct()
  const name = tName(person.name)
  const actor = peopleActor(content)
  const whyNotHandOver = actor === null ? null : refuseInvite(actor, personFacts(person, content), true)
  const invite = async (handOver: boolean): Promise<void> => {
    const answer = await call(peopleApi.invite, { id: person.id }, { handOver })
    if (answer.handedOver !== null) {
      // Without mail on the server the link comes back also when mail was asked for.
      setLink(answer.handedOver)
      return
    }
    props.onClose()
    announce(t('people.invite-sent', { email: answer.sentTo ?? '' }))
  }
  return (
    <Dialog title={t('people.invite-title', { name })} onClose={props.onClose}>
      {link === null ? (
        <>
          <p>{t('people.invite-lead')}</p>
          <FailureNote failure={act.failure} />
          <div class="actions">
            {person.email && (
              <Button kind="primary" isBusy={act.isBusy} onClick={() => void act.run(() => invite(false))}>
                {t('people.invite-by-mail', { email: person.email })}
              </Button>
            )}
            <Button
              kind={person.email ? 'plain' : 'primary'}
              isBusy={act.isBusy}
              why={whyNotHandOver && tRefusal(whyNotHandOver)}
              onClick={() => void act.run(() => invite(true))}
            >
              {t('people.invite-hand-over')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <p class="note note-wait">{t('people.invite-link-once', { name, date: tDate(link.expiresAt) })}</p>
          <CopyField label={t('people.invite-link', { name })} text={link.link} />
          <div class="actions">
            <Button onClick={props.onClose}>{t('common.close')}</Button>
          </div>
        </>
      )}
    </Dialog>
  )
}
