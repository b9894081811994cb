/** The fields of forms: each with its label, a hint and an error that are read with it. */
import type { ComponentChildren } from 'preact'
import type { Language } from '../../shared/names.ts'
import { t } from './language.ts'
import { useUniqueId } from './unique-id.ts'

interface FieldFrame {
  readonly label: string
  readonly hint?: string | undefined
  /** A sentence that says how to mend it, or null. */
  readonly error?: string | null | undefined
  readonly isRequired?: boolean | undefined
}

interface Described {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': 'true' | undefined
  readonly 'aria-required': 'true' | undefined
}

/** What the browser offers for it: a keyboard, a calendar, a button that empties. */
export type InputKind =
  | { readonly type: 'text' }
  | { readonly type: 'email' }
  | { readonly type: 'search' }
  | { readonly type: 'date' }

const TEXT: InputKind = { type: 'text' }
export const EMAIL: InputKind = { type: 'email' }
export const SEARCH: InputKind = { type: 'search' }
export const DATE: InputKind = { type: 'date' }

export interface TextFieldProps extends FieldFrame {
  readonly value: string
  readonly onInput: (value: string) => void
  /** Ordinary text when absent. */
  readonly kind?: InputKind
  readonly lang?: Language
  readonly autocomplete?: string
  readonly inputMode?: 'text' | 'email' | 'numeric' | 'search'
  readonly maxLength?: number
  readonly isCode?: boolean
  readonly min?: string
}

export function TextField(props: TextFieldProps) {
  return (
    <Frame {...props}>
      {(described) => (
        <input
          {...described}
          class={props.isCode ? 'input input-code' : 'input'}
          {...(props.kind ?? TEXT)}
          value={props.value}
          lang={props.lang}
          autocomplete={props.autocomplete ?? 'off'}
          autocapitalize={props.isCode ? 'characters' : undefined}
          spellcheck={props.lang !== 'km' && !props.isCode && props.kind?.type !== 'email'}
          inputMode={props.inputMode}
          maxLength={props.maxLength}
          min={props.min}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Frame>
  )
}

export function TextArea(
  props: FieldFrame & {
    value: string
    onInput: (value: string) => void
    rows?: number
    lang?: Language
    maxLength?: number
  },
) {
  return (
    <Frame {...props}>
      {(described) => (
        <textarea
          {...described}
          class="input"
          rows={props.rows ?? 4}
          value={props.value}
          lang={props.lang}
          spellcheck={props.lang !== 'km'}
          maxLength={props.maxLength}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Frame>
  )
}

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly lang?: Language | undefined
  readonly hint?: string
}

export function SelectField<Value extends string>(
  props: FieldFrame & { value: Value; choices: readonly Choice<Value>[]; onChange: (value: Value) => void },
) {
  return (
    <Frame {...props}>
      {(described) => (
        <select
          {...described}
          class="input"
          value={props.value}
          onChange={(event) => {
            const chosen = props.choices.find((choice) => choice.value === event.currentTarget.value)
            if (chosen) props.onChange(chosen.value)
          }}
        >
          {props.choices.map((choice) => (
            <option key={choice.value} value={choice.value} lang={choice.lang} selected={choice.value === props.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Frame>
  )
}

export function CheckField(props: {
  label: string
  hint?: string | undefined
  isChecked: boolean
  lang?: Language | undefined
  onChange: (isChecked: boolean) => void
}) {
  const id = useUniqueId()
  return (
    <div class="check">
      <input
        type="checkbox"
        id={id}
        checked={props.isChecked}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <label for={id} lang={props.lang}>
        {props.label}
      </label>
      {props.hint !== undefined && (
        <span id={`${id}-hint`} class="hint">
          {props.hint}
        </span>
      )}
    </div>
  )
}

export function RadioGroup<Value extends string>(props: {
  legend: string
  hint?: string
  value: Value | null
  choices: readonly Choice<Value>[]
  onChange: (value: Value) => void
  error?: string | null
  /** `row` for few short choices. */
  layout?: 'column' | 'row'
}) {
  const name = useUniqueId()
  const describedBy = [props.hint && `${name}-hint`, props.error && `${name}-error`].filter(Boolean).join(' ')
  return (
    <fieldset
      class={`group group-${props.layout ?? 'column'}`}
      role="radiogroup"
      aria-invalid={props.error ? 'true' : undefined}
      aria-describedby={describedBy === '' ? undefined : describedBy}
    >
      <legend>{props.legend}</legend>
      {props.hint !== undefined && (
        <span id={`${name}-hint`} class="hint">
          {props.hint}
        </span>
      )}
      {props.error && <ErrorText id={`${name}-error`} text={props.error} />}
      <div class="choices">
        {props.choices.map((choice) => (
          <div class="check" key={choice.value}>
            <input
              type="radio"
              id={`${name}-${choice.value}`}
              name={name}
              value={choice.value}
              checked={choice.value === props.value}
              aria-describedby={choice.hint === undefined ? undefined : `${name}-${choice.value}-hint`}
              onChange={() => props.onChange(choice.value)}
            />
            <label for={`${name}-${choice.value}`} lang={choice.lang}>
              {choice.label}
            </label>
            {choice.hint !== undefined && (
              <span class="hint" id={`${name}-${choice.value}-hint`}>
                {choice.hint}
              </span>
            )}
          </div>
        ))}
      </div>
    </fieldset>
  )
}

/** Where something is to be mended: the first field that is marked so. After the drawing that marks it. */
export function focusFirstFault(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(':is(dialog[open], main) [aria-invalid]')?.focus())
}

function Frame(props: FieldFrame & { children: (described: Described) => ComponentChildren }) {
  const id = useUniqueId()
  const hintId = props.hint === undefined ? null : `${id}-hint`
  const errorId = props.error ? `${id}-error` : null
  const describedBy = [hintId, errorId].filter((one) => one !== null).join(' ')
  return (
    <div class="field">
      <label for={id}>
        {props.label}
        {props.isRequired === false && <span class="optional"> ({t('common.optional')})</span>}
      </label>
      {hintId !== null && (
        <span id={hintId} class="hint">
          {props.hint}
        </span>
      )}
      {errorId !== null && props.error && <ErrorText id={errorId} text={props.error} />}
      {props.children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': props.error ? 'true' : undefined,
        'aria-required': props.isRequired === true ? 'true' : undefined,
      })}
    </div>
  )
}

function ErrorText(props: { id: string; text: string }) {
  return (
    <span id={props.id} class="error">
      {props.text}
    </span>
  )
}
