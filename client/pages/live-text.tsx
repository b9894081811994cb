/**
 * The editor of one text in the page. Until it has been fetched and the text has come, what
 * stands here is `children`: the text as it can be read. From then on the words are the editor's,
 * and they are counted after a pause, because counting Khmer looks every word up.
 */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { MountedEditor } from '../editor/editor.ts'
import { now, random } from '../net/clock.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { t } from '../ui/language.ts'
import { countedWords, wordsChanged } from './counted-words.ts'
import type { OpenText } from './open-texts.ts'

export function LiveText(props: { open: OpenText; label: string; children: ComponentChildren }) {
  const { open, label } = props
  const place = useRef<HTMLDivElement>(null)
  const { state, retry } = useEditor(open, label, place)
  const isLive = state === 'ready' && open.connection.view.value.isLoaded
  return (
    <>
      {isLive && <WordCount open={open} />}
      {state === 'failed' && (
        <div class="note note-bad">
          <Icon name="warning" /> <span>{t('section.editor.failed')}</span>
          <Button onClick={retry}>{t('section.reload')}</Button>
        </div>
      )}
      <div ref={place} hidden={!isLive} />
      {!isLive && props.children}
    </>
  )
}

function useEditor(
  open: OpenText,
  label: string,
  place: { readonly current: HTMLElement | null },
): { state: 'loading' | 'ready' | 'failed'; retry: () => void } {
  const editor = useRef<MountedEditor | null>(null)
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading')
  const [round, setRound] = useState(0)
  const newestLabel = useRef(label)
  newestLabel.current = label
  useEffect(() => {
    let isGone = false
    setState('loading')
    import('../editor/editor.ts').then(
      ({ mountEditor }) => {
        if (isGone || place.current === null) return
        const { connection, language } = open
        editor.current = mountEditor(place.current, { connection, label: newestLabel.current, language, now, random })
        setState('ready')
      },
      // A thin line may not bring the program. The text can be read, and the person tries again.
      () => setState('failed'),
    )
    return () => {
      isGone = true
      editor.current?.destroy()
      editor.current = null
    }
  }, [open, round])
  useEffect(() => editor.current?.setLabel(label), [label])
  return { state, retry: () => setRound((before) => before + 1) }
}

/**
 * After a second without a change: nobody reads the number while they type. Browsers and the
 * server have different dictionaries of Khmer, so it is "about", and gives way to the server's
 * number wherever that is known of just these words.
 */
const COUNT_AFTER_MS = 1_000

function WordCount(props: { open: OpenText }) {
  const { open } = props
  const { doc } = open.connection.document.value
  const { isSaved } = open.connection.view.value
  const counted = countedWords(open.id)
  const [count, setCount] = useState(open.countWords)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const changed = (): void => {
      wordsChanged(open.id)
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(() => setCount(open.countWords()), COUNT_AFTER_MS)
    }
    setCount(open.countWords())
    doc.on('update', changed)
    return () => {
      if (timer !== null) clearTimeout(timer)
      doc.off('update', changed)
    }
  }, [doc])
  // What the server counted was without the words that are still on their way.
  useEffect(() => {
    if (!isSaved) wordsChanged(open.id)
  }, [isSaved])
  if (isSaved && counted !== null) return <p class="hint">{t('section.words', { count: counted })}</p>
  return <p class="hint">{t('section.words.about', { count })}</p>
}
