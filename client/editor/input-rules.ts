/**
 * What the signs that people type at the start of a paragraph stand for: `## ` to `#### ` a
 * heading, `- ` or `* ` a list, `1. ` a numbered one (Khmer digits too), `> ` a quotation.
 * Backspace right after takes the rule back and leaves what was typed.
 */
import { InputRule, inputRules, wrappingInputRule } from 'prosemirror-inputrules'
import type { Plugin } from 'prosemirror-state'
import { sectionSchema } from '../../shared/section-text/schema.ts'
import { LIST_DEPTH_MAX, listDepth } from './commands.ts'

const { nodes } = sectionSchema

/** `closeUndoStep` is called before a rule changes the text, so that undoing it leaves what was typed. */
export function sectionInputRules(closeUndoStep: () => void): Plugin {
  const rules = [
    headingRule,
    outsideDeepLists(wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list)),
    outsideDeepLists(
      wrappingInputRule(
        /^\s*(\d{1,4}|[\u17E0-\u17E9]{1,4})[.\u17D4]\s$/,
        nodes.ordered_list,
        (match) => ({ order: numberOf(match[1] ?? '1') }),
        (match, node) => node.childCount + Number(node.attrs.order) === numberOf(match[1] ?? '1'),
      ),
    ),
    wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
  ]
  return inputRules({ rules: rules.map((rule) => closing(rule, closeUndoStep)) })
}

/** prosemirror-inputrules' own rule for this would drop the paragraph's language. */
const headingRule = new InputRule(/^(#{2,4})\s$/, (state, match, start, end) =>
  state.tr
    .delete(start, end)
    .setBlockType(start, start, nodes.heading, (node) => ({ lang: node.attrs.lang, level: match[1]?.length ?? 2 })),
)

/** The number that Latin or Khmer digits stand for; at least 1. */
export function numberOf(digits: string): number {
  const latin = digits.replace(/[\u17E0-\u17E9]/g, (digit) => String((digit.codePointAt(0) ?? 0) - 0x17e0))
  return Math.max(1, Number(latin))
}

/** prosemirror-inputrules keeps these two fields from its type; a rule cannot be extended without them. */
interface RuleParts {
  readonly match: RegExp
  readonly handler: ConstructorParameters<typeof InputRule>[1]
}

function partsOf(rule: InputRule): RuleParts & { handler: Exclude<RuleParts['handler'], string> } {
  const { match, handler } = rule as unknown as RuleParts
  return { match, handler: typeof handler === 'string' ? () => null : handler }
}

function outsideDeepLists(rule: InputRule): InputRule {
  const { match, handler } = partsOf(rule)
  return new InputRule(match, (state, ...rest) => (listDepth(state) < LIST_DEPTH_MAX ? handler(state, ...rest) : null))
}

function closing(rule: InputRule, closeUndoStep: () => void): InputRule {
  const { match, handler } = partsOf(rule)
  return new InputRule(match, (state, ...rest) => {
    const tr = handler(state, ...rest)
    if (tr !== null) closeUndoStep()
    return tr
  })
}
