import { KEYS, keyLabel } from '../editor/keymap.ts'
import { HELP_KEYS } from './help-entries.ts'

it('[UI-39] the help names every key of the editor, and no other', () => {
  const wanted = Object.values(KEYS).map((keys) => keyLabel(keys, false))
  expect(HELP_KEYS.map((entry) => entry.keys).sort()).toEqual(wanted.sort())
})
