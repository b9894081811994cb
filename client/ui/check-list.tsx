/** Choosing any number out of many: search, all, none, and how many are chosen. */
import { useState } from 'preact/hooks'
import type { LocalName } from '../../shared/names.ts'
import { Button } from './button.tsx'
import { CheckField, SEARCH, TextField } from './field.tsx'
import { langOf, sortByName, t, tName } from './language.ts'
import { useUniqueId } from './unique-id.ts'

/** With fewer than this a search field is more to read than the list. */
const SEARCH_FROM_COUNT = 9

export interface CheckItem<Id extends string> {
  readonly id: Id
  readonly name: LocalName
}

export function CheckList<Id extends string>(props: {
  legend: string
  hint?: string
  items: readonly CheckItem<Id>[]
  selected: readonly Id[]
  onChange: (selected: readonly Id[]) => void
  /** The order given is the one wanted; else by name. */
  isInOrder?: boolean
  /** The sentence that counts, with `{count}` and `{total}` filled in by the caller. */
  counted?: string
}) {
  const [words, setWords] = useState('')
  const id = useUniqueId()
  const shown = (props.isInOrder ? props.items : sortByName(props.items)).filter((item) => isFound(item.name, words))
  const without = (ids: readonly Id[]): Id[] => props.selected.filter((one) => !ids.includes(one))
  const shownIds = shown.map((item) => item.id)
  return (
    <fieldset class="group check-list" aria-describedby={`${id}-count`}>
      <legend>{props.legend}</legend>
      {props.hint !== undefined && <p class="hint">{props.hint}</p>}
      {props.items.length >= SEARCH_FROM_COUNT && (
        <TextField label={t('common.search')} kind={SEARCH} value={words} onInput={setWords} />
      )}
      <div class="check-list-acts">
        <Button kind="quiet" onClick={() => props.onChange([...without(shownIds), ...shownIds])}>
          {t('common.select-all')}
        </Button>
        <Button kind="quiet" onClick={() => props.onChange(without(shownIds))}>
          {t('common.select-none')}
        </Button>
        <span id={`${id}-count`} class="hint">
          {props.counted ?? ''}
        </span>
      </div>
      <div class="check-list-items">
        {shown.map((item) => (
          <CheckField
            key={item.id}
            label={tName(item.name)}
            lang={langOf(item.name)}
            isChecked={props.selected.includes(item.id)}
            onChange={(isChecked) => props.onChange(isChecked ? [...props.selected, item.id] : without([item.id]))}
          />
        ))}
        {shown.length === 0 && words !== '' && <p class="hint">{t('common.nothing-found', { words })}</p>}
      </div>
    </fieldset>
  )
}

/** Found in either language, wherever it stands in the name. */
export function isFound(name: LocalName, words: string): boolean {
  const wanted = plain(words)
  return wanted === '' || [name.en, name.km].some((one) => one !== undefined && plain(one).includes(wanted))
}

/** Zero-width spaces stand between Khmer words in some texts and not in others; capitals are not asked for. */
function plain(words: string): string {
  return words.replaceAll('\u200b', '').trim().toLowerCase().normalize('NFC')
}
