/** The help page: how one does things, and the keys. */
export const help = {
  'help.title': 'Help',
  'help.lead': 'How to do things here, and the keys for it.',
  'help.search': 'Search the help',
  'help.none': 'Nothing found for “{words}”. Ask your coordinator, or try another word.',
  'help.how': 'How do I …',
  'help.keys': 'Keys',
  'help.keys-lead': 'Every act is also in a visible button or menu. On a Mac, Ctrl is ⌘.',
  'help.key': 'Key',
  'help.does': 'What it does',

  'help.q-write': '… write in a section?',
  'help.a-write':
    'Open the statement, choose a section that is marked “yours to write”, and type. The line at the top says where your words are: “Saved” means that they are on the server’s disk.',
  'help.q-offline': '… work without a connection?',
  'help.a-offline':
    'Go on writing. The line at the top says “Kept on this device”. When the connection is back, the words are sent by themselves. Do not empty the browser’s data before that.',
  'help.q-locked': '… get back words that a lock did not take?',
  'help.a-locked':
    'When a section was locked while you wrote, your words are kept on your device and shown under the text as “Kept copies”. You can copy or download them.',
  'help.q-sign': '… sign off?',
  'help.a-sign':
    'You need a mandate of your organisation, which a coordinator enters. When sections are locked, choose “Sign off” on the statement’s page, read the words, and give one answer for all sections or for each.',
  'help.q-change-answer': '… change or take back an answer?',
  'help.a-change-answer':
    'Give a new answer: it takes the place of the earlier one. Or withdraw it. Both stay in the record with their date.',
  'help.q-stale': 'Why does my sign-off say “for older words”?',
  'help.a-stale':
    'The section was unlocked and its words were changed. A sign-off is for exact words only, so read the new ones and answer again. If the old words come back, your sign-off is valid again by itself.',
  'help.q-lock': '… lock a section?',
  'help.a-lock':
    'Coordinators do, on the section’s page. Both languages are frozen at once. What is still open is shown first.',
  'help.q-invite': '… bring somebody in?',
  'help.a-invite':
    'On “People”, add the person with their organisation, then choose “Invite”: the link goes by mail, or you hand it over yourself. It works once, within 14 days.',
  'help.q-code': '… sign in on another device?',
  'help.a-code': 'Open the address there and ask for a link and a code; type the 8-character code on that device.',
  'help.q-khmer': '… change the language?',
  'help.a-khmer':
    'With the two buttons at the top of every page. The page stays where it is, and what you typed stays.',
  'help.q-print': '… read or print the whole statement?',
  'help.a-print':
    'On the statement’s page choose “Read the whole”: in Khmer, in English or side by side, with paragraph numbers. “Print” leaves the buttons out.',
  'help.q-export': '… hand over the final statement?',
  'help.a-export': 'Choose “Export” on the statement’s page: Word or a web page, in one language or both.',

  'help.k-bold': 'Bold',
  'help.k-italic': 'Italic',
  'help.k-link': 'Link',
  'help.k-paragraph': 'Make it a paragraph',
  'help.k-heading': 'Heading; again for the next level',
  'help.k-ordered': 'Numbered list',
  'help.k-bullet': 'Bulleted list',
  'help.k-quote': 'Quotation',
  'help.k-sink': 'List item inwards',
  'help.k-lift': 'List item outwards',
  'help.k-undo': 'Undo',
  'help.k-redo': 'Redo',
  'help.k-toolbar': 'From the text to its toolbar; Esc leads back',
  'help.k-tab': 'Leave the text',
  'help.k-signs':
    '“## ” a heading, “- ” a list, “1. ” a numbered list, “> ” a quotation, typed at the start of a paragraph',
  'help.k-start': 'At the start of a paragraph',
} as const
