/**
 * The visible tools of the editor. Each button asks its command whether it applies and acts by
 * the same command as the key does; what does not apply now stays reachable and says so. Pressing
 * one with the mouse leaves the caret where it is.
 */
import type { ReadonlySignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import type { Command, EditorState } from 'prosemirror-state'
import { HEADING_LEVELS, sectionSchema } from '../../shared/section-text/schema.ts'
import { t } from '../ui/language.ts'
import { Toolbar } from '../ui/toolbar.tsx'
import {
  blockKindAt,
  blockLanguageAt,
  isInList,
  isInQuote,
  isMarkActive,
  liftItem,
  linkAt,
  setBlockKind,
  setBlockLanguage,
  sinkItem,
  toggleBulletList,
  toggleEm,
  toggleOrderedList,
  toggleQuote,
  toggleStrong,
  type BlockKind,
} from './commands.ts'
import { keyLabel, KEYS } from './keymap.ts'

export interface EditorToolbarProps {
  readonly state: ReadonlySignal<EditorState>
  /** Runs a command on the text and puts the focus back into it. */
  readonly run: (command: Command) => void
  /** Runs a command on the text; the focus stays where it is. */
  readonly apply: (command: Command) => void
  /** The id of the textbox that the tools act on. */
  readonly controls: string
  readonly isMac: boolean
  readonly undo: Command
  readonly redo: Command
  readonly openLink: Command
  readonly onEscape: () => void
}

const { nodes, marks } = sectionSchema

export function EditorToolbar(props: EditorToolbarProps) {
  const state = props.state.value
  const tool = { state, run: props.run, isMac: props.isMac }
  const select = { state, run: props.run, apply: props.apply }
  return (
    <Toolbar label={t('editor.toolbar')} controls={props.controls} onEscape={props.onEscape}>
      <Tool
        {...tool}
        name={t('editor.bold')}
        keys={KEYS.strong}
        command={toggleStrong}
        isOn={isMarkActive(state, marks.strong)}
      >
        <b>B</b>
      </Tool>
      <Tool {...tool} name={t('editor.italic')} keys={KEYS.em} command={toggleEm} isOn={isMarkActive(state, marks.em)}>
        <i>I</i>
      </Tool>
      <Tool {...tool} name={t('editor.link')} keys={KEYS.link} command={props.openLink} isOn={linkAt(state) !== null}>
        <Sign path="M10 14a4 4 0 006 0l3-3a4 4 0 00-6-6l-1 1M14 10a4 4 0 00-6 0l-3 3a4 4 0 006 6l1-1" />
      </Tool>
      <BlockKindSelect {...select} />
      <Tool
        {...tool}
        name={t('editor.bullet-list')}
        keys={KEYS.bulletList}
        command={toggleBulletList}
        isOn={isInList(state, nodes.bullet_list)}
      >
        <Sign path="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01" />
      </Tool>
      <Tool
        {...tool}
        name={t('editor.ordered-list')}
        keys={KEYS.orderedList}
        command={toggleOrderedList}
        isOn={isInList(state, nodes.ordered_list)}
      >
        <Sign path="M10 6h10M10 12h10M10 18h10M3.5 5L5 4v4M3.5 14.5c0-2 3-2 3-.3 0 1-3 2.3-3 3.3h3" />
      </Tool>
      <Tool {...tool} name={t('editor.sink')} keys={KEYS.sink} command={sinkItem}>
        <Sign path="M4 5h16M11 10h9M11 14h9M4 19h16M4 9l3 3-3 3" />
      </Tool>
      <Tool {...tool} name={t('editor.lift')} keys={KEYS.lift} command={liftItem}>
        <Sign path="M4 5h16M11 10h9M11 14h9M4 19h16M7 9l-3 3 3 3" />
      </Tool>
      <Tool {...tool} name={t('editor.quote')} keys={KEYS.quote} command={toggleQuote} isOn={isInQuote(state)}>
        <Sign path="M5 6v12M9 8h11M9 12h11M9 16h7" />
      </Tool>
      <LanguageSelect {...select} />
      <Tool {...tool} name={t('editor.undo')} keys={KEYS.undo} command={props.undo}>
        <Sign path="M8 5L4 9l4 4M4 9h10a5 5 0 010 10h-3" />
      </Tool>
      <Tool {...tool} name={t('editor.redo')} keys={KEYS.redo} command={props.redo}>
        <Sign path="M16 5l4 4-4 4M20 9H10a5 5 0 000 10h3" />
      </Tool>
    </Toolbar>
  )
}

interface ToolProps {
  readonly state: EditorState
  readonly run: (command: Command) => void
  readonly isMac: boolean
}

interface SelectProps {
  readonly state: EditorState
  readonly run: (command: Command) => void
  readonly apply: (command: Command) => void
}

function Tool(
  props: ToolProps & {
    name: string
    keys: string
    command: Command
    /** Absent for an act that is done and over. */
    isOn?: boolean
    children: ComponentChildren
  },
) {
  const applies = props.command(props.state)
  return (
    <button
      type="button"
      class="button button-icon tool"
      aria-label={props.name}
      title={`${props.name} (${keyLabel(props.keys, props.isMac)})`}
      aria-keyshortcuts={ariaKeys(props.keys, props.isMac)}
      aria-pressed={props.isOn}
      aria-disabled={applies ? undefined : 'true'}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => props.run(props.command)}
    >
      {props.children}
    </button>
  )
}

function BlockKindSelect(props: SelectProps) {
  const kind = blockKindAt(props.state)
  return (
    <ToolSelect
      {...props}
      name={t('editor.block')}
      value={String(kind ?? 'paragraph')}
      command={(value) => setBlockKind(blockKindOf(value))}
    >
      {kind === 'mixed' && <option value="mixed">{t('editor.block.mixed')}</option>}
      <option value="paragraph">{t('editor.block.paragraph')}</option>
      {HEADING_LEVELS.map((level) => (
        <option key={level} value={level}>
          {t('editor.block.heading', { level })}
        </option>
      ))}
    </ToolSelect>
  )
}

function LanguageSelect(props: SelectProps) {
  return (
    <ToolSelect
      {...props}
      name={t('editor.block-language')}
      value={blockLanguageAt(props.state) ?? ''}
      command={(value) => setBlockLanguage(value || null)}
    >
      <option value="">{t('editor.block-language.text')}</option>
      <option value="en">{t('common.english')}</option>
      <option value="km">{t('common.khmer')}</option>
    </ToolSelect>
  )
}

/**
 * Whoever chooses with the mouse goes on in the text. Each arrow key is a choice of its own, also
 * on the way to the one that is meant, so keys leave the focus here; Escape leads to the text.
 */
function ToolSelect(
  props: SelectProps & {
    name: string
    value: string
    command: (value: string) => Command
    children: ComponentChildren
  },
) {
  const isByKeys = useRef(false)
  return (
    <select
      class="input tool-select"
      aria-label={props.name}
      value={props.value}
      onPointerDown={() => (isByKeys.current = false)}
      onKeyDown={() => (isByKeys.current = true)}
      onChange={(event) => {
        const command = props.command(event.currentTarget.value)
        if (isByKeys.current) props.apply(command)
        else props.run(command)
      }}
    >
      {props.children}
    </select>
  )
}

function blockKindOf(value: string): BlockKind {
  return HEADING_LEVELS.find((level) => String(level) === value) ?? null
}

function Sign(props: { path: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" focusable="false" aria-hidden="true">
      <path d={props.path} />
    </svg>
  )
}

/** As `aria-keyshortcuts` writes them: `Control+Shift+8`. */
function ariaKeys(keys: string, isMac: boolean): string {
  return keys.replace('Mod', isMac ? 'Meta' : 'Control').replaceAll('-', '+')
}
