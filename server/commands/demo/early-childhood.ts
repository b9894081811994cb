import type { DemoSection } from './coalition.ts'

/**
 * A section of the demonstration statement, made up. The Khmer lines hold zero-width spaces
 * (U+200B) between words, as a writer's keyboard puts them.
 */
export const EARLY_CHILDHOOD: DemoSection = {
  title: { en: 'Early childhood education', km: 'ការអប់រំកុមារតូច' },
  workingGroup: 'early-childhood',
  texts: {
    en: [
      '## What has been done',
      'Over the past three years the Ministry and its partners opened more community preschools, approved minimum standards for early learning, and brought preschool teachers into the same training calendar as primary teachers. Our members saw the difference: in the 42 villages where we work together, most children now enter grade 1 after at least one year in a preschool or a home-based programme.',
      'We thank the provincial and district offices that opened their lists to us. Without them this review would not have been possible.',
      '## What we still see',
      'Access is not yet equal. In remote and floating villages, in indigenous communities, and among families who move for work, a preschool is often more than an hour away or open for only part of the year. Girls are kept at home to look after younger brothers and sisters, and a child with a disability is often sent away because nobody feels prepared.',
      'Three gaps came up in every meeting:',
      '- Teachers of community preschools receive a small allowance, often late, and many of them leave within two years.',
      '- Rooms are shared with other activities; few have clean water, a latrine that a small child can use, or a ramp.',
      '- Children who speak another language at home meet the Khmer language and the school on the same day.',
      '> “My daughter walks past a closed door. The teacher left in March, and nobody has come since,” a mother told us at a village meeting.',
      '## What we recommend',
      'We ask the Ministry, together with the commune councils, to:',
      '1. pay the allowance of community preschool teachers every month through the commune budget, at no less than half of the starting salary of a state preschool teacher;',
      '2. give every community preschool water, a safe latrine and a level entrance by the end of 2028, beginning with the poorest communes;',
      '3. extend early learning in the mother tongue to every district where more than one third of families speak an indigenous language at home;',
      '4. publish each year, by district, how many children aged 3 to 5 attend a programme, counted separately for girls, for boys and for children with disabilities.',
      '## What we offer',
      'Our members offer their trainers, their picture books in three languages, and the simple record sheets that village volunteers already use. The sheets and the results of our visits can be read at https://example.org/early-childhood and may be copied freely.',
      'We ask that progress on these four points be reported to the next Congress, in the presence of parents. A child who is three years old today will be in grade 1 before the next plan is written, so we would rather see one small step each year than a large promise at the end.',
    ].join('\n'),
    km: [
      '## អ្វី​ដែល​សម្រេច​បាន',
      'ក្នុង​រយៈពេល​បី​ឆ្នាំ​កន្លង​មក ក្រសួង​និង​ដៃគូ​បាន​បើក​មត្តេយ្យ​សហគមន៍​បន្ថែម បាន​អនុម័ត​ស្តង់ដារ​អប្បបរមា​សម្រាប់​ការ​រៀនសូត្រ​របស់​កុមារ​តូច និង​បាន​បញ្ចូល​គ្រូ​មត្តេយ្យ​ទៅ​ក្នុង​ប្រតិទិន​បណ្តុះបណ្តាល​តែ​មួយ​ជាមួយ​គ្រូ​បឋមសិក្សា។ សមាជិក​របស់​យើង​បាន​ឃើញ​ការ​ផ្លាស់ប្តូរ​នេះ​ដោយ​ផ្ទាល់៖ ក្នុង​ភូមិ​ចំនួន​៤២ ដែល​យើង​ធ្វើការ​រួម​គ្នា កុមារ​ភាគច្រើន​ឥឡូវនេះ​ចូល​រៀន​ថ្នាក់​ទី១ ក្រោយពី​បាន​រៀន​យ៉ាងហោចណាស់​មួយ​ឆ្នាំ​នៅ​មត្តេយ្យ ឬ​ក្នុង​កម្មវិធី​អប់រំ​តាម​ផ្ទះ។',
      'យើង​សូម​ថ្លែង​អំណរគុណ​ចំពោះ​មន្ទីរ​និង​ការិយាល័យ​អប់រំ​ខេត្ត ក្រុង ស្រុក ដែល​បាន​ផ្តល់​បញ្ជី​ទិន្នន័យ​ដល់​យើង។ បើ​គ្មាន​ការ​ចូលរួម​នេះ​ទេ ការ​ពិនិត្យ​ឡើងវិញ​នេះ​មិន​អាច​ធ្វើ​បាន​ឡើយ។',
      '## អ្វី​ដែល​យើង​នៅ​តែ​ឃើញ',
      'ឱកាស​ចូល​រៀន​មិន​ទាន់​ស្មើ​គ្នា​នៅ​ឡើយ។ នៅ​ភូមិ​ដាច់​ស្រយាល​និង​ភូមិ​បណ្តែត​ទឹក ក្នុង​សហគមន៍​ជនជាតិ​ដើម​ភាគតិច និង​ក្នុង​គ្រួសារ​ដែល​ធ្វើ​ចំណាក​ស្រុក មត្តេយ្យ​ច្រើន​តែ​នៅ​ឆ្ងាយ​ជាង​មួយ​ម៉ោង​ដើរ ឬ​បើក​តែ​ពេល​ខ្លះ​ក្នុង​មួយ​ឆ្នាំ។ កុមារី​ត្រូវ​នៅ​ផ្ទះ​មើល​ប្អូន ហើយ​កុមារ​មាន​ពិការភាព​ជាញឹកញាប់​មិន​ត្រូវ​បាន​ទទួល​ឱ្យ​ចូល​រៀន ព្រោះ​គ្មាន​អ្នក​ណា​យល់​ថា​ខ្លួន​ត្រៀម​ខ្លួន​រួចរាល់។',
      'ចំណុច​ខ្វះខាត​បី ត្រូវ​បាន​លើក​ឡើង​ក្នុង​គ្រប់​កិច្ចប្រជុំ៖',
      '- គ្រូ​មត្តេយ្យ​សហគមន៍​ទទួល​បាន​ប្រាក់​ឧបត្ថម្ភ​តិចតួច ជា​ញឹកញាប់​យឺតយ៉ាវ ហើយ​គ្រូ​ជា​ច្រើន​ឈប់​បង្រៀន​ក្នុង​រយៈពេល​ពីរ​ឆ្នាំ។',
      '- បន្ទប់​រៀន​ត្រូវ​ប្រើ​រួម​ជាមួយ​សកម្មភាព​ផ្សេង មាន​តែ​កន្លែង​មួយ​ចំនួន​តូច​ប៉ុណ្ណោះ ដែល​មាន​ទឹក​ស្អាត បង្គន់​សម្រាប់​កុមារ​តូច ឬ​ផ្លូវ​ជម្រាល។',
      '- កុមារ​ដែល​និយាយ​ភាសា​ផ្សេង​នៅ​ផ្ទះ ជួប​ភាសា​ខ្មែរ​និង​សាលារៀន​នៅ​ថ្ងៃ​តែ​មួយ។',
      '> «កូន​ស្រី​ខ្ញុំ​ដើរ​កាត់​មុខ​ទ្វារ​បិទ។ អ្នកគ្រូ​បាន​ចាកចេញ​តាំងពី​ខែ​មីនា ហើយ​គ្មាន​អ្នក​ណា​មក​ជំនួស​ទេ» ស្ត្រី​ជា​ម្តាយ​ម្នាក់​បាន​ប្រាប់​យើង​នៅ​ក្នុង​កិច្ចប្រជុំ​ភូមិ។',
      '## អនុសាសន៍​របស់​យើង',
      'យើង​សូម​ស្នើ​ក្រសួង រួម​ជាមួយ​ក្រុមប្រឹក្សា​ឃុំ​សង្កាត់៖',
      '1. បើក​ប្រាក់​ឧបត្ថម្ភ​គ្រូ​មត្តេយ្យ​សហគមន៍​ជា​រៀងរាល់​ខែ តាម​ថវិកា​ឃុំ​សង្កាត់ ក្នុង​កម្រិត​មិន​តិច​ជាង​ពាក់កណ្តាល​នៃ​ប្រាក់​បៀវត្ស​ដំបូង​របស់​គ្រូ​មត្តេយ្យ​រដ្ឋ',
      '2. ផ្តល់​ទឹក​ស្អាត បង្គន់​មាន​សុវត្ថិភាព និង​ច្រក​ចូល​រាប​ស្មើ ដល់​មត្តេយ្យ​សហគមន៍​គ្រប់​កន្លែង ត្រឹម​ចុង​ឆ្នាំ​២០២៨ ដោយ​ចាប់ផ្តើម​ពី​ឃុំ​ក្រីក្រ​ជាង​គេ',
      '3. ពង្រីក​ការ​រៀនសូត្រ​របស់​កុមារ​តូច​ជា​ភាសា​កំណើត ដល់​គ្រប់​ស្រុក​ដែល​គ្រួសារ​ជាង​មួយ​ភាគ​បី​និយាយ​ភាសា​ជនជាតិ​ដើម​ភាគតិច​នៅ​ផ្ទះ',
      '4. ផ្សព្វផ្សាយ​ជា​រៀងរាល់​ឆ្នាំ តាម​ស្រុក នូវ​ចំនួន​កុមារ​អាយុ​ពី​៣​ដល់​៥​ឆ្នាំ​ដែល​ចូល​រៀន​ក្នុង​កម្មវិធី​ណាមួយ ដោយ​រាប់​ដាច់​ដោយ​ឡែក​សម្រាប់​កុមារី កុមារា និង​កុមារ​មាន​ពិការភាព។',
      '## អ្វី​ដែល​យើង​អាច​ចូលរួម',
      'សមាជិក​របស់​យើង​ត្រៀម​ផ្តល់​គ្រូ​ឧទ្ទេស សៀវភៅ​រូបភាព​ជា​បី​ភាសា និង​តារាង​កត់ត្រា​សាមញ្ញ​ដែល​អ្នក​ស្ម័គ្រ​ចិត្ត​ភូមិ​កំពុង​ប្រើ​ស្រាប់។ តារាង​ទាំងនេះ និង​លទ្ធផល​នៃ​ការ​ចុះ​ទស្សនកិច្ច​របស់​យើង អាច​អាន​បាន​នៅ https://example.org/early-childhood ហើយ​អាច​ចម្លង​ប្រើ​ដោយ​សេរី។',
      'យើង​សូម​ឱ្យ​មាន​ការ​រាយការណ៍​អំពី​វឌ្ឍនភាព​នៃ​ចំណុច​ទាំង​បួន​នេះ ជូន​សន្និបាត​លើក​ក្រោយ ដោយ​មាន​វត្តមាន​មាតាបិតា។ កុមារ​ដែល​មាន​អាយុ​បី​ឆ្នាំ​ថ្ងៃ​នេះ នឹង​ចូល​រៀន​ថ្នាក់​ទី១ មុន​ពេល​ផែនការ​បន្ទាប់​ត្រូវ​បាន​សរសេរ ដូច្នេះ​យើង​ចង់​ឃើញ​ជំហាន​តូច​មួយ​ក្នុង​មួយ​ឆ្នាំៗ ជាជាង​ការ​សន្យា​ធំ​មួយ​នៅ​ទី​បញ្ចប់។',
    ].join('\n'),
  },
}
