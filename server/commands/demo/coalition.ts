/**
 * A made-up coalition: every organisation, person, place and figure is invented, and every
 * address ends in example.org, which receives no mail.
 */
import type { Language, LocalName } from '../../../shared/names.ts'
import type { OrganisationKind } from '../../../shared/people.ts'

export type DemoGroup = 'early-childhood' | 'inclusion' | 'teachers'

export interface DemoSection {
  readonly title: LocalName
  readonly workingGroup: DemoGroup
  /** Plain text: a line is a paragraph, `## ` headings, `- ` and `1. ` lists, `> ` quotes. */
  readonly texts: Readonly<Record<Language, string>>
}

export interface DemoOrganisation {
  readonly key: string
  readonly kind: OrganisationKind
  readonly name: LocalName
  readonly officialEmail: string
  readonly workingGroups: readonly DemoGroup[]
}

export interface DemoPerson {
  readonly key: string
  readonly name: LocalName
  readonly email: string
  readonly language: Language
  readonly isCoordinator?: boolean
  /** Keys of organisations. */
  readonly memberOf: readonly string[]
  readonly signsFor: readonly string[]
  /** An observer is of no organisation and has only this grant. */
  readonly grant?: 'comment'
  /** Said beside the person's link, when they get one at the start. */
  readonly introduction?: string
}

export const DEMO_GROUPS: Readonly<Record<DemoGroup, LocalName>> = {
  'early-childhood': { en: 'Early childhood education', km: 'ការអប់រំកុមារតូច' },
  inclusion: { en: 'Disability and inclusion', km: 'ពិការភាព និងបរិយាប័ន្ន' },
  teachers: { en: 'Teacher capacity development', km: 'ការអភិវឌ្ឍសមត្ថភាពគ្រូបង្រៀន' },
}

export const DEMO_ORGANISATIONS: readonly DemoOrganisation[] = [
  {
    key: 'svay',
    kind: 'organisation',
    name: { en: 'Svay Tree Learning', km: 'អង្គការ ដើមស្វាយសិក្សា' },
    officialEmail: 'office@svay-tree.example.org',
    workingGroups: ['early-childhood'],
  },
  {
    key: 'open-gate',
    kind: 'organisation',
    name: { en: 'Open Gate Inclusion', km: 'អង្គការ ខ្លោងទ្វារបើកចំហ' },
    officialEmail: 'office@open-gate.example.org',
    workingGroups: ['inclusion'],
  },
  {
    key: 'river-network',
    kind: 'network',
    name: { en: 'Three Rivers Provincial Education Network', km: 'បណ្តាញអប់រំខេត្ត ទន្លេបី' },
    officialEmail: 'chair@three-rivers.example.org',
    workingGroups: ['early-childhood', 'inclusion', 'teachers'],
  },
  {
    key: 'chalk',
    kind: 'organisation',
    name: { en: 'Chalk and Mentor' },
    officialEmail: 'office@chalk-and-mentor.example.org',
    workingGroups: ['teachers'],
  },
  {
    key: 'lantern',
    kind: 'organisation',
    name: { en: 'Lantern Reading Rooms' },
    officialEmail: 'office@lantern-rooms.example.org',
    workingGroups: ['early-childhood', 'teachers'],
  },
  {
    key: 'north-bank',
    kind: 'organisation',
    name: { en: 'North Bank Children International' },
    officialEmail: 'cambodia@north-bank.example.org',
    workingGroups: ['inclusion', 'teachers'],
  },
]

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    key: 'chanthy',
    name: { en: 'Keo Chanthy', km: 'កែវ ចាន់ធី' },
    email: 'chanthy@coalition.example.org',
    language: 'en',
    isCoordinator: true,
    memberOf: [],
    signsFor: [],
    introduction: 'coordinator: locks, collects sign-offs, exports',
  },
  {
    key: 'sokha',
    name: { en: 'Sok Sokha', km: 'សុខ សុខា' },
    email: 'sokha@svay-tree.example.org',
    language: 'km',
    memberOf: ['svay', 'river-network'],
    signsFor: ['svay'],
    introduction: 'representative, writes in Khmer: early childhood education',
  },
  {
    key: 'dara',
    name: { en: 'Chea Dara', km: 'ជា ដារ៉ា' },
    email: 'dara@open-gate.example.org',
    language: 'en',
    memberOf: ['open-gate'],
    signsFor: ['open-gate'],
    introduction: 'representative, writes in English: disability and inclusion',
  },
  {
    key: 'vanna',
    name: { en: 'Prak Vanna', km: 'ប្រាក់ វណ្ណា' },
    email: 'director@north-bank.example.org',
    language: 'en',
    memberOf: ['north-bank'],
    signsFor: ['north-bank'],
    introduction: 'signatory: a director who signs and did not write',
  },
  {
    key: 'ingrid',
    name: { en: 'Ingrid Solheim' },
    email: 'ingrid@partners.example.org',
    language: 'en',
    memberOf: [],
    signsFor: [],
    grant: 'comment',
    introduction: 'observer: reads, may comment',
  },
  {
    key: 'bopha',
    name: { en: 'Meas Bopha', km: 'មាស បុប្ផា' },
    email: 'bopha@three-rivers.example.org',
    language: 'km',
    memberOf: ['river-network'],
    signsFor: ['river-network'],
  },
  {
    key: 'rithy',
    name: { en: 'Nov Rithy', km: 'នៅ ឫទ្ធី' },
    email: 'rithy@chalk-and-mentor.example.org',
    language: 'km',
    memberOf: ['chalk'],
    signsFor: ['chalk'],
  },
  {
    key: 'malis',
    name: { en: 'Ouk Malis', km: 'អ៊ុក ម្លិះ' },
    email: 'malis@lantern-rooms.example.org',
    language: 'en',
    memberOf: ['lantern'],
    signsFor: ['lantern'],
  },
]
