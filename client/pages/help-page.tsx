/** How one does things here, searchable, and the list of keys. */
import { useState } from 'preact/hooks'
import { isFound } from '../ui/check-list.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { SEARCH, TextField } from '../ui/field.tsx'
import { language, t } from '../ui/language.ts'
import { Page } from '../ui/page.tsx'
import { HELP_ENTRIES, HELP_KEYS } from './help-entries.ts'

export function HelpPage() {
  const [words, setWords] = useState('')
  const isAsked = (text: string): boolean => isFound({ [language.value]: text }, words)
  const entries = HELP_ENTRIES.filter((entry) => isAsked(`${t(entry.question)} ${t(entry.answer)}`))
  const keys = HELP_KEYS.filter((entry) => isAsked(`${entry.keys} ${t(entry.what)}`))
  return (
    <Page title={t('help.title')} lead={<p>{t('help.lead')}</p>}>
      <TextField label={t('help.search')} kind={SEARCH} value={words} onInput={setWords} />
      {entries.length + keys.length === 0 && <p class="hint">{t('help.none', { words })}</p>}
      {entries.length > 0 && (
        <section aria-labelledby="how">
          <h2 id="how">{t('help.how')}</h2>
          {entries.map((entry) => (
            <details key={entry.question} class="disclosure" open={words !== ''}>
              <summary>{t(entry.question)}</summary>
              <p>{t(entry.answer)}</p>
            </details>
          ))}
        </section>
      )}
      {keys.length > 0 && (
        <section aria-labelledby="keys">
          <h2 id="keys">{t('help.keys')}</h2>
          <p class="hint">{t('help.keys-lead')}</p>
          <DataTable
            caption={t('help.keys')}
            columns={[{ label: t('help.key'), isRowHeader: true }, { label: t('help.does') }]}
            rows={[
              ...keys.map((entry) => ({ key: entry.keys, cells: [<kbd>{entry.keys}</kbd>, t(entry.what)] })),
              { key: 'Tab', cells: [<kbd>Tab</kbd>, t('help.k-tab')] },
              { key: 'start', cells: [t('help.k-start'), t('help.k-signs')] },
            ]}
          />
        </section>
      )}
    </Page>
  )
}
