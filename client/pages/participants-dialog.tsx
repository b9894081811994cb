import { useState } from 'preact/hooks'
import { statementsApi } from '../../shared/api/statements.ts'
import { call } from '../net/api-client.ts'
import { announce } from '../ui/announce.tsx'
import { Button } from '../ui/button.tsx'
import { CheckList } from '../ui/check-list.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { t } from '../ui/language.ts'
import type { StatementDialogProps } from './statement-dialogs.tsx'

/** Which organisations and networks take part; the others do not see that the statement exists. */
export function ParticipantsDialog(props: StatementDialogProps) {
  const { statement, organisations } = props.content
  const [chosen, setChosen] = useState(statement.participantIds)
  const act = useAct()
  const save = async (): Promise<void> => {
    await call(statementsApi.setParticipants, { id: statement.id }, { participants: [...chosen] })
    props.onDone()
    announce(t('statement.participants-changed'))
  }
  return (
    <Dialog title={t('statement.participants')} onClose={props.onClose}>
      <CheckList
        legend={t('statement.participants')}
        hint={t('statement.participants-hint')}
        items={organisations}
        selected={chosen}
        onChange={setChosen}
        counted={
          chosen.length === 0
            ? t('statement.participants-none')
            : t('statement.participants-count', { count: chosen.length, total: organisations.length })
        }
      />
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button kind="primary" isBusy={act.isBusy} onClick={() => void act.run(save)}>
          {t('common.save')}
        </Button>
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
      </div>
    </Dialog>
  )
}
