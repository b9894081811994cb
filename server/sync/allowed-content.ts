/**
 * What may stand in a text: the embeds, marks and later changes to blocks that the text model
 * knows, and no characters that nobody can see. A peer that sends anything else is not one of
 * ours; what is let in here is stored for good and reaches every screen.
 */
import { CONTAINER_DEPTH_MAX } from '../../shared/section-text/containers.ts'
import { refusedCharacters } from '../../shared/section-text/characters.ts'
import { languageTag, linkAddress } from '../../shared/section-text/schema.ts'
import { nonsense, type ScannedContent } from './update-scan.ts'

/** Throws unless this content may stand in the root it was written to; `key` is the entry of a map. */
export function assertAllowed(root: string, key: string | null, content: ScannedContent): void {
  if (root === 'body' && key === null) assertAllowedInBody(content)
  else if (root === 'blocks' && key !== null) assertAllowedInBlocks(key, content)
  else throw nonsense('a root that no text has')
}

function assertAllowedInBody(content: ScannedContent): void {
  switch (content.kind) {
    case 'deleted':
      return
    case 'string':
      if (refusedCharacters(content.text).length > 0) throw nonsense('a character that nobody can see')
      return
    case 'embed':
      if (!isEmbed(content.value)) throw nonsense('an embed that no text has')
      return
    case 'format':
      if (!isMark(content.key, content.value)) throw nonsense('a mark that no text has')
      return
    case 'any':
      throw nonsense('a value in the text')
  }
}

function assertAllowedInBlocks(name: string, content: ScannedContent): void {
  const match = BLOCK_CHANGE.exec(name)
  if (match === null) throw nonsense('a change to blocks that no text has')
  if (content.kind === 'deleted') return
  if (content.kind !== 'any') throw nonsense('words among the changes to blocks')
  const property = match[1] ?? ''
  if (!content.values.every((value) => isBlockChange(property, value))) throw nonsense('a change that no block has')
}

const BLOCK_KEY = /^[A-Za-z0-9_-]{1,32}$/
const BLOCK_CHANGE = /^[A-Za-z0-9_-]{1,32}:(b|level|lang|x|co)$/

function isBlockChange(property: string, value: unknown): boolean {
  if (value === 0) return true
  switch (property) {
    case 'b':
      return value === 'paragraph' || value === 'heading'
    case 'level':
      return isLevel(value)
    case 'lang':
      return languageTag(value) !== null
    case 'x':
      return value === 1
    default:
      return isRecord(value) && hasOnly(value, ['c', 'o']) && isContainment(value)
  }
}

function isEmbed(value: unknown): boolean {
  if (!isRecord(value)) return false
  if ('b' in value) return isMarker(value)
  if ('i' in value) {
    return hasOnly(value, ['i', 'a']) && value.i === 'footnote' && isRecord(value.a) && isIdentity(value.a, ['id'])
  }
  return hasOnly(value, ['e']) && (value.e === 1 || value.e === 2)
}

function isMarker(value: Record<string, unknown>): boolean {
  return (
    hasOnly(value, ['b', 'k', 'level', 'lang', 'c', 'o']) &&
    (value.b === 'paragraph' || value.b === 'heading') &&
    typeof value.k === 'string' &&
    BLOCK_KEY.test(value.k) &&
    (value.level === undefined || isLevel(value.level)) &&
    (value.lang === undefined || languageTag(value.lang) !== null) &&
    isContainment(value)
  )
}

function isContainment(value: Record<string, unknown>): boolean {
  const { c = [], o = 0 } = value
  if (!Array.isArray(c) || c.length > CONTAINER_DEPTH_MAX || !c.every(isContainer)) return false
  return typeof o === 'number' && Number.isInteger(o) && o >= 0 && o <= CONTAINER_DEPTH_MAX
}

const PLAIN_CONTAINERS = ['bullet_list', 'ordered_list', 'list_item', 'blockquote']
const IDENTIFIED_CONTAINERS = ['table', 'table_row', 'table_cell', 'footnote']

function isContainer(value: unknown): boolean {
  if (typeof value === 'string') return PLAIN_CONTAINERS.includes(value)
  if (!Array.isArray(value) || value.length !== 2) return false
  const [name, attributes] = value as unknown[]
  if (typeof name !== 'string' || !isRecord(attributes)) return false
  if (IDENTIFIED_CONTAINERS.includes(name)) return isIdentity(attributes, ['id', 'col'])
  if (!PLAIN_CONTAINERS.includes(name) || !hasOnly(attributes, ['order'])) return false
  const { order } = attributes
  return order === undefined || (typeof order === 'number' && Number.isInteger(order) && order > 0 && order < 1_000_000)
}

function isIdentity(value: Record<string, unknown>, names: readonly string[]): boolean {
  const given = Object.values(value)
  return hasOnly(value, names) && given.length > 0 && given.every((id) => typeof id === 'string' && BLOCK_KEY.test(id))
}

/** Null takes a mark away. */
function isMark(key: string, value: unknown): boolean {
  if (value === null) return key === 'strong' || key === 'em' || key === 'link' || key === 'lang'
  switch (key) {
    case 'strong':
    case 'em':
      return value === true
    case 'lang':
      return languageTag(value) !== null
    case 'link':
      return isRecord(value) && hasOnly(value, ['href']) && linkAddress(value.href) !== null
    default:
      return false
  }
}

function isLevel(value: unknown): boolean {
  return value === 2 || value === 3 || value === 4
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasOnly(value: Record<string, unknown>, names: readonly string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name))
}
