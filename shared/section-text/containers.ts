/**
 * Containers: lists, quotes and whatever else holds blocks. In the flat text each block names
 * its containers from the outside in; here that is made into something a tree can be built
 * from, whatever nonsense stands there, and read back from a tree.
 */
import type { Node } from 'prosemirror-model'
import type { Attributes, Containment, ContainerValue } from './cells.ts'
import { NO_ATTRIBUTES } from './cells.ts'
import { sectionSchema } from './schema.ts'

/** Six lists in each other take twelve; deeper nesting is cut, so that no text can make a tree too deep to show. */
export const CONTAINER_DEPTH_MAX = 18

export interface Container {
  readonly name: string
  readonly attrs: Attributes
  /** Only containers with an identity of their own stay one when something comes between: tables, rows, cells, notes. */
  readonly id: string | null
}

/** A container path in the form that a tree can hold: items only in lists, nothing but items in lists, limited depth. */
export function parsePath(values: readonly ContainerValue[]): Container[] {
  const path: Container[] = []
  for (const value of values) {
    const container = parseContainer(value)
    const outer = path.at(-1)
    if (outer !== undefined && isList(outer) && container.name !== 'list_item') path.push(LIST_ITEM)
    if (container.name === 'list_item' && (outer === undefined || !isList(outer))) path.push(BULLET_LIST)
    path.push(container)
  }
  path.length = Math.min(path.length, CONTAINER_DEPTH_MAX)
  const innermost = path.at(-1)
  if (innermost !== undefined && isList(innermost)) {
    if (path.length < CONTAINER_DEPTH_MAX) path.push(LIST_ITEM)
    else path.pop()
  }
  return path
}

/**
 * How many of the open containers a block goes on in. It leaves those that differ from its own
 * path, and those it is said to be the first block of, unless they have an id.
 */
export function keptDepth(open: readonly Container[], path: readonly Container[], o: number): number {
  const firstOwn = path.length - Math.min(o, path.length)
  let depth = 0
  while (depth < open.length && depth < path.length) {
    const mine = path[depth]
    const theirs = open[depth]
    if (mine === undefined || theirs === undefined || !isSameContainer(mine, theirs)) break
    if (depth >= firstOwn && mine.id === null) break
    depth++
  }
  return depth
}

export function isSameContainer(a: Container, b: Container): boolean {
  return a.name === b.name && a.id === b.id
}

/** The container that a node of the document is, or null for the document itself and for textblocks. */
export function containerOfNode(node: Node): Container | null {
  if (node.type === sectionSchema.nodes.container) {
    return parseContainer([String(node.attrs.name), node.attrs.attrs as Attributes])
  }
  if (node.isTextblock || node.type === sectionSchema.topNodeType) return null
  return parseContainer([node.type.name, node.attrs])
}

/** The node for a container with the given content. */
export function nodeOfContainer(container: Container, content: Node[]): Node {
  const { nodes } = sectionSchema
  switch (container.name) {
    case 'bullet_list':
    case 'list_item':
    case 'blockquote':
      return nodes[container.name].create(null, content)
    case 'ordered_list':
      return nodes.ordered_list.create({ order: container.attrs.order ?? 1 }, content)
    default:
      return nodes.container.create({ name: container.name, attrs: container.attrs }, content)
  }
}

/** A path and how much of it goes on from the block before, as it is written into cells; what is too deep is left out. */
export function containmentOf(path: readonly Container[], kept: number): Containment {
  const held = path.length > CONTAINER_DEPTH_MAX ? parsePath(path.map(valueOf)) : path
  return { c: held.map(valueOf), o: held.length - Math.min(kept, held.length) }
}

const BULLET_LIST: Container = { name: 'bullet_list', attrs: NO_ATTRIBUTES, id: null }
const LIST_ITEM: Container = { name: 'list_item', attrs: NO_ATTRIBUTES, id: null }

function valueOf({ name, attrs }: Container): ContainerValue {
  return Object.keys(attrs).length === 0 ? name : [name, attrs]
}

function isList(container: Container): boolean {
  return container.name === 'bullet_list' || container.name === 'ordered_list'
}

function parseContainer(value: ContainerValue): Container {
  const name = typeof value === 'string' ? value : value[0]
  const attrs = typeof value === 'string' ? NO_ATTRIBUTES : value[1]
  switch (name) {
    case 'bullet_list':
    case 'list_item':
    case 'blockquote':
      return { name, attrs: NO_ATTRIBUTES, id: null }
    case 'ordered_list':
      return { name, attrs: isOrder(attrs.order) ? { order: attrs.order } : NO_ATTRIBUTES, id: null }
    default: {
      const id = attrs.id ?? attrs.col
      return { name, attrs, id: typeof id === 'string' || typeof id === 'number' ? String(id) : null }
    }
  }
}

function isOrder(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 1
}
