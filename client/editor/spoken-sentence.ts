/** A gathered message of what others changed, in the reader's words. */
import { t } from '../ui/language.ts'
import { shortened, type SpokenMessage } from './spoken-changes.ts'

export function spokenSentence(message: SpokenMessage): string {
  switch (message.kind) {
    case 'paragraph':
      return shortened(t('editor.spoken.paragraph', { name: message.name, number: message.number }))
    case 'paragraphs':
      return shortened(t('editor.spoken.paragraphs', { name: message.name, count: message.count }))
    case 'several':
      return shortened(t('editor.spoken.several', { names: message.names.join(', '), count: message.count }))
  }
}
