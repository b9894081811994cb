/** Letters and the page behind a one-time link. Both are made by the server and work without script. */
export const letters = {
  'letter.greeting': 'Dear {name},',
  'letter.inviteSubject': 'Invitation to write the joint statement together',
  'letter.inviteText': '{inviter} invites you to Samaki, where organisations write one joint statement together.',
  'letter.inviteTextNobody': 'You are invited to Samaki, where organisations write one joint statement together.',
  'letter.inviteLink': 'Open this link. It works once, for 14 days:',
  'letter.signInSubject': 'Your link to sign in',
  'letter.signInText': 'Here is your link to sign in to Samaki. It works once, for 30 minutes:',
  'letter.code': 'Or type this code on the sign-in page: {code}',
  'letter.forYou':
    'This letter is for {name}. If you share this mailbox, please pass it on; do not use it for someone else.',
  'letter.notAsked': 'If you did not ask for this, you need not do anything.',
  'link.title': 'Is this you?',
  'link.question': '{name}: is this you?',
  'link.questionOrganisation': '{name}, {organisation}: is this you?',
  'link.invitedBy': 'Invited by {name}.',
  'link.continue': 'Continue',
  'link.someoneElse': 'I’m someone else',
  'link.shared': 'This is a shared computer: sign me out when the browser is closed, after 2 hours at most',
  'link.usedTitle': 'This link was used already',
  'link.usedText':
    'A link works once. If you are signed in on this device, just go on. Otherwise have a new link sent to you.',
  'link.expiredTitle': 'This link does not work any more',
  'link.expiredText': 'Links end after some time. Have a new one sent to you.',
  'link.sendNew': 'Send me a new link',
  'link.goOn': 'Go on to Samaki',
  'link.sentTitle': 'A new link is on its way',
  'link.sentText':
    'If the link was yours, a new one was sent to your mailbox. Where no mail is set up, it appears in the operator’s terminal.',
  'link.signIn': 'Sign in another way',
  'link.reload': 'The page was open for too long, or this browser keeps no cookies. Please try once more.',
} as const
