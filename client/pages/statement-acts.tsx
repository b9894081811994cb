/** What a coordinator may do with the whole statement: each act with its reason when it may not be done now. */
import { useState } from 'preact/hooks'
import type { StatementDetail } from '../../shared/api/statements.ts'
import { refuseCoordinate } from '../../shared/permissions.ts'
import { Button } from '../ui/button.tsx'
import { t, tRefusal } from '../ui/language.ts'
import { Menu } from '../ui/menu.tsx'
import { GrantsDialog } from './grants-dialog.tsx'
import { ParticipantsDialog } from './participants-dialog.tsx'
import { ChangeTitleDialog, CopyDialog, FinalDialog, SigningDialog } from './statement-dialogs.tsx'
import type { StatementContent } from './statement-content.ts'

type Open = 'none' | 'signing' | 'final' | 'title' | 'participants' | 'grants' | 'copy'

export function StatementActs(props: {
  content: StatementContent
  onChange: (statement: StatementDetail) => void
  onReload: () => void
}) {
  const { statement } = props.content
  const [open, setOpen] = useState<Open>('none')
  const refusal = refuseCoordinate(statement.part, statement)
  const why = refusal && tRefusal(refusal)
  const isAllLocked = statement.sections.length > 0 && statement.sections.every((section) => section.state === 'locked')
  const whyNotFinal = why ?? (isAllLocked ? null : tRefusal('sections-not-locked'))
  const dialog = {
    content: props.content,
    onClose: () => setOpen('none'),
    onDone: (changed?: StatementDetail) => {
      setOpen('none')
      if (changed === undefined) props.onReload()
      else props.onChange(changed)
    },
  }
  return (
    <section class="manage no-print" aria-labelledby="manage">
      <h2 id="manage">{t('statement.manage')}</h2>
      <div class="actions">
        {statement.state === 'drafting' && (
          <Button kind={isAllLocked ? 'primary' : 'plain'} why={whyNotFinal} onClick={() => setOpen('signing')}>
            {t('statement.start-signing')}
          </Button>
        )}
        {statement.state === 'signing' && (
          <Button onClick={() => setOpen('signing')}>{t('statement.change-date')}</Button>
        )}
        {statement.state === 'signing' && (
          <Button icon="seal" why={whyNotFinal} onClick={() => setOpen('final')}>
            {t('statement.make-final')}
          </Button>
        )}
        <Menu
          label={t('common.more')}
          items={[
            { label: t('statement.change-participants'), icon: 'people', why, onChoose: () => setOpen('participants') },
            { label: t('statement.grants'), icon: 'people', onChoose: () => setOpen('grants') },
            { label: t('statement.change-title'), icon: 'pencil', why, onChoose: () => setOpen('title') },
            { label: t('statement.copy'), icon: 'file', onChoose: () => setOpen('copy') },
            ...(statement.state === 'drafting'
              ? [
                  {
                    label: t('statement.make-final'),
                    icon: 'seal' as const,
                    why: whyNotFinal,
                    onChoose: () => setOpen('final'),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {open === 'signing' && <SigningDialog {...dialog} />}
      {open === 'final' && <FinalDialog {...dialog} />}
      {open === 'title' && <ChangeTitleDialog {...dialog} />}
      {open === 'participants' && <ParticipantsDialog {...dialog} />}
      {open === 'grants' && <GrantsDialog {...dialog} />}
      {open === 'copy' && <CopyDialog {...dialog} />}
    </section>
  )
}
