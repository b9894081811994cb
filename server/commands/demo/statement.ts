/**
 * The one demonstration statement, in Khmer and English, made up: used by the command `demo`,
 * by tests and by pictures alike. Data only.
 */
import type { LocalName } from '../../../shared/names.ts'
import type { DemoSection } from './coalition.ts'
import { EARLY_CHILDHOOD } from './early-childhood.ts'
import { INCLUSION } from './inclusion.ts'
import { TEACHERS } from './teachers.ts'

export const DEMO_TITLE: LocalName = {
  en: 'Joint statement on education for every child, 2026',
  km: 'សេចក្តីថ្លែងការណ៍រួម ស្តីពីការអប់រំសម្រាប់កុមារគ្រប់រូប ឆ្នាំ២០២៦',
}

/** What one of the organisations does not agree to, in the section on teachers. */
export const DEMO_RESERVATION: LocalName = {
  en: 'We support the upper limit of forty pupils, but not before rooms have been built: until 2030 it would send children away from the schools nearest to them.',
  km: 'យើង​គាំទ្រ​ចំនួន​អតិបរមា​សែសិប​នាក់ ប៉ុន្តែ​លុះត្រា​តែ​បន្ទប់​រៀន​ត្រូវ​បាន​សាងសង់​ជា​មុន ពុំ​នោះ​ទេ កុមារ​នឹង​ត្រូវ​បញ្ជូន​ចេញ​ពី​សាលា​ដែល​ជិត​ផ្ទះ។',
}

export const DEMO_SECTIONS: readonly DemoSection[] = [EARLY_CHILDHOOD, INCLUSION, TEACHERS]
