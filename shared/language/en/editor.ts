/** The editor: where the words are, its tools, and what others do in the text. */
export const editor = {
  'editor.save.loading': 'Loading the text…',
  'editor.save.saved': 'Saved on the server',
  'editor.save.saved-at': 'Saved on the server {time}',
  'editor.save.saved-stale': 'Saved. No line just now: this is the text of your last visit',
  'editor.save.signed-out': 'Saved. You are signed out: what you write now is kept on this device',
  'editor.save.saving': 'Saving…',
  'editor.save.kept': 'Kept on this device: {count} {count|change|changes} waiting for the line',
  'editor.save.locked': 'Locked. Nobody edits this section now',
  'editor.save.read-only': 'Saved. {why}',
  'editor.save.sign-in':
    'Not saved on the server yet. Sign in to send {count} {count|change|changes}; they are kept on this device',
  'editor.save.refused': 'Not saved. {why}',
  'editor.save.keeping-aside': 'Not saved. {why} Your words are being kept for you',
  'editor.save.device-denied':
    'Not saved. There is no line and this browser keeps nothing on this device: {count} {count|change stands|changes stand} in this window only. Do not close it',
  'editor.save.device-full':
    'Not saved. There is no line and this device is full: {count} {count|change stands|changes stand} in this window only. Do not close it',
  'editor.save.device-broken':
    'Not saved. There is no line and this device could not write: {count} {count|change stands|changes stand} in this window only. Do not close it',

  'editor.toolbar': 'Form of the text',
  'editor.bold': 'Bold',
  'editor.italic': 'Italic',
  'editor.link': 'Link',
  'editor.block': 'Kind of paragraph',
  'editor.block.paragraph': 'Paragraph',
  'editor.block.heading': 'Heading, level {level}',
  'editor.block.mixed': 'Several kinds',
  'editor.bullet-list': 'Bulleted list',
  'editor.ordered-list': 'Numbered list',
  'editor.sink': 'List item inwards',
  'editor.lift': 'List item outwards',
  'editor.quote': 'Quotation',
  'editor.block-language': 'Language of the paragraph',
  'editor.block-language.text': 'As the text',
  'editor.undo': 'Undo',
  'editor.redo': 'Redo',

  'editor.link.title': 'Link',
  'editor.link.address': 'Address',
  'editor.link.hint': 'It begins with https://, http:// or mailto:',
  'editor.link.wrong':
    'This is not an address that a link may lead to. Please begin it with https://, http:// or mailto:',
  'editor.link.save': 'Set the link',
  'editor.link.remove': 'Take the link away',

  'editor.paste.cut': 'The paste was too long: its first {count} characters were taken.',
  'editor.spoken.paragraph': '{name} changed paragraph {number}',
  'editor.spoken.paragraphs': '{name} changed {count} paragraphs',
  'editor.spoken.several': '{count} people changed the text: {names}',
  'editor.spoken.someone': 'Somebody',
} as const
