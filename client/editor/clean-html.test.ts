/** @jest-environment jsdom */
import { cleanHtml } from './clean-html.ts'

const clean = (html: string) => cleanHtml(html, new DOMParser())

describe('cleanHtml', () => {
  it.each<[string, string, string]>([
    [
      '[PASTE-1] scripts, styles and frames go with their words',
      '<p>ខ្មែរ<script>alert(1)</script><style>p{}</style><iframe src=x>y</iframe></p>',
      '<p>ខ្មែរ</p>',
    ],
    ['[PASTE-1] event handlers and images go', '<p onclick="x()">ស្ត្រី<img src=x onerror=alert(1)></p>', '<p>ស្ត្រី</p>'],
    ['[PASTE-1] svg and math go', '<svg><script>x</script><text>no</text></svg><p>a</p>', '<p>a</p>'],
    ['[PASTE-2] a link to a script leaves its words', '<p><a href="javascript:alert(1)">ក</a></p>', '<p>ក</p>'],
    [
      '[PASTE-2] also in disguise',
      '<p><a href=" jAvaScript&#58;alert(1)">ក</a><a href="data:text/html,x">ខ</a></p>',
      '<p>កខ</p>',
    ],
    [
      '[PASTE-2] a link to a page stays',
      '<p><a href="https://nep.org" target=_blank style="color:red">NEP</a></p>',
      '<p><a href="https://nep.org">NEP</a></p>',
    ],
    [
      '[PASTE-3] strong and em stay, colours and fonts go',
      '<p><b style="color:red">a</b><i>b</i><font face=x>c</font></p>',
      '<p><strong>a</strong><em>b</em>c</p>',
    ],
    [
      '[PASTE-3] what a style makes bold is bold',
      '<p><span style="font-weight:700">a</span><span style="font-style:italic">b</span></p>',
      '<p><strong>a</strong><em>b</em></p>',
    ],
    [
      '[PASTE-4] headings and quotations stay',
      '<h1>a</h1><h3 class=x>b</h3><blockquote><p>c</p></blockquote>',
      '<h1>a</h1><h3>b</h3><blockquote><p>c</p></blockquote>',
    ],
    [
      '[PASTE-4] tables give their words, cell by cell',
      '<table><tr><td>a</td><td>b</td></tr></table>',
      '<p>a</p><p>b</p>',
    ],
    [
      '[PASTE-4] divs are paragraphs, loose words share one',
      'a <b>b</b><div>c</div><div><div>d</div></div>',
      '<p>a <strong>b</strong></p><p>c</p><p>d</p>',
    ],
    [
      '[PASTE-5] Google Docs: its wrapper is not bold',
      '<b style="font-weight:normal" id="docs-internal-guid-1"><p dir=ltr><span style="font-weight:400">ក</span><span style="font-weight:700">ខ</span></p></b>',
      '<p>ក<strong>ខ</strong></p>',
    ],
    [
      '[PASTE-5] Google Docs: a list straight inside a list belongs to the item before',
      '<ul><li><p>a</p></li><ul><li><p>b</p></li></ul></ul>',
      '<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>',
    ],
    [
      '[PASTE-6] Word: list paragraphs become lists, numbered ones too',
      wordList(),
      '<p>before</p><ul><li><p>one</p><ol><li><p>two</p></li></ol></li><li><p>three</p></li></ul><p>after</p>',
    ],
    [
      '[PASTE-6] Word: its own elements leave their words',
      '<p class=MsoNormal><span lang=EN-US>a<o:p></o:p></span></p>',
      '<p>a</p>',
    ],
    [
      '[PASTE-7] languages stay in a copy from an editor like this one',
      '<p lang="km" data-pm-slice="1 1 []">ក<span lang="en">b</span></p>',
      '<p lang="km">ក<span lang="en">b</span></p>',
    ],
    ['[PASTE-7] an item without a list is a paragraph', '<li>a</li>', '<p>a</p>'],
  ])('%s', (_rule, html, expected) => {
    expect(clean(html)).toBe(expected)
  })

  it('[PASTE-8] huge nesting neither stops the page nor loses the words', () => {
    const depth = 500
    const html = `${'<div><span>'.repeat(depth)}ស្ត្រី${'</span></div>'.repeat(depth)}`
    expect(clean(html)).toContain('ស្ត្រី')
  })

  it('[PASTE-8] lists deeper than a section has go on in the deepest one', () => {
    const html = `${'<ul><li>x'.repeat(30)}${'</li></ul>'.repeat(30)}`
    const result = clean(html)
    expect(result.match(/<ul>/g)).toHaveLength(6)
    expect(result.match(/x/g)).toHaveLength(30)
  })
})

function wordList(): string {
  const item = (level: number, bullet: string, words: string) =>
    `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${bullet}<span>&nbsp;&nbsp;</span></span></span><![endif]>${words}</p>`
  return `<p class=MsoNormal>before</p>${item(1, '·', 'one')}${item(2, '1.', 'two')}${item(1, '·', 'three')}<p class=MsoNormal>after</p>`
}
