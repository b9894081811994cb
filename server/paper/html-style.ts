/** The one style sheet inside the HTML file: screen, dark screen, phone and paper. */

/** 60 kB once encoded: a page that comes by a slow line must not wait for its letters. */
const EMBEDDED_FONT_BYTES_MAX = 60_000

/** Khmer has no italics and needs tall lines; the system fonts are named from the newest down. */
export function htmlStyle(khmerFont: Uint8Array | null, draftMarks: readonly string[]): string {
  return `${fontFace(khmerFont)}${STYLE}${draftMarks.length === 0 ? '' : pageMark(draftMarks.join(' · '))}`
}

function fontFace(font: Uint8Array | null): string {
  const encoded = font === null ? '' : Buffer.from(font).toString('base64')
  if (encoded === '' || encoded.length > EMBEDDED_FONT_BYTES_MAX) return ''
  return (
    '@font-face{font-family:"Battambang";font-display:swap;unicode-range:U+1780-17FF,U+19E0-19FF,U+200B-200D,U+25CC;' +
    `src:url(data:font/woff2;base64,${encoded}) format("woff2")}\n`
  )
}

/** On each printed page, where the browser knows page margins. */
function pageMark(text: string): string {
  const quoted = text.replace(/[\\"<>\n]/g, ' ')
  return `@page{@top-right{content:"${quoted}";font:9pt "Battambang","Khmer OS Battambang",sans-serif}}\n`
}

const STYLE = `:root{color-scheme:light dark;--ink:#1b1b1f;--page:#fff;--soft:#595961;--line:#c9c9d1;--link:#0b4f8a;--draft:#9a2a00}
@media (prefers-color-scheme:dark){:root{--ink:#ececf1;--page:#17171b;--soft:#b4b4be;--line:#4a4a55;--link:#8cc4f5;--draft:#ffb496}}
*{box-sizing:border-box}
html{font-family:"Noto Sans","Segoe UI",system-ui,-apple-system,Roboto,Arial,"Battambang",sans-serif;color:var(--ink);background:var(--page);line-height:1.6;overflow-wrap:break-word}
:lang(km){font-family:"Battambang","Khmer OS Battambang","Khmer OS Siemreap","Noto Sans Khmer","Khmer UI","Leelawadee UI","Khmer Sangam MN",sans-serif;line-height:1.9}
:lang(km) em{font-style:normal;text-decoration:underline;text-decoration-style:dotted;text-underline-offset:.35em}
body{max-width:44rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
.skip{position:absolute;left:-100vw}
.skip:focus{position:static}
a{color:var(--link);text-underline-offset:.2em}
a:focus-visible,main:focus-visible{outline:3px solid var(--link);outline-offset:2px}
main:focus{outline:none}
header{border-bottom:1px solid var(--line);padding-bottom:1.5rem;margin-bottom:1.5rem}
h1{font-size:1.9rem;line-height:1.3;margin:1rem 0}
h1:lang(km){line-height:1.7;font-size:1.7rem}
.title{font-size:1.3rem;font-weight:600}
.about{color:var(--soft);margin:.3rem 0}
.draft{display:inline-block;color:var(--draft);border:2px solid currentColor;padding:.1rem .7rem;font-weight:700;margin:0 .5rem .3rem 0}
nav ul{list-style:none;padding:0}
nav li{margin:.3rem 0}
section{margin-top:3rem}
h2{font-size:1.45rem;line-height:1.4}
h3{font-size:1.2rem;margin-top:2rem}
h4{font-size:1.05rem}
h5{font-size:1rem}
h2:lang(km),h3:lang(km),h4:lang(km),h5:lang(km){line-height:1.8}
.numbered{position:relative;padding-left:3.2rem}
.numbered>.number{position:absolute;left:0;color:var(--soft);font-variant-numeric:tabular-nums}
ol,ul{padding-left:1.6rem}
.section>ol,.section>ul{margin-left:3.2rem}
.section blockquote{margin-left:0}
blockquote{margin:1rem 0;border-left:4px solid var(--line);padding-left:1rem}
blockquote>.numbered{padding-left:2.9rem}
ol:lang(km){list-style-type:khmer}
li{margin:.35rem 0}
sup{line-height:0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:var(--soft);padding-bottom:.4rem}
th,td{text-align:left;vertical-align:top;border-top:1px solid var(--line);padding:.4rem .6rem .4rem 0}
th[scope=row]{font-weight:400;width:38%}
code,code:lang(km){font-family:ui-monospace,"Cascadia Mono",Consolas,"DejaVu Sans Mono",monospace;font-size:.85em;line-height:1.4;overflow-wrap:anywhere}
@media (max-width:30rem){.numbered{padding-left:0}.numbered>.number{position:static}.section>ol,.section>ul{margin-left:0}table,tbody,tr,th,td{display:block;width:auto}thead{position:absolute;left:-100vw}td{border-top:0;padding-top:0}th[scope=row]{width:auto}}
@media print{:root{--ink:#000;--page:#fff;--soft:#333;--line:#999;--link:#000;--draft:#000}@page{size:A4;margin:22mm 20mm}html{font-size:11pt}body{max-width:none;padding:0}.skip,nav{display:none}section.annex{break-before:page}h2,h3,h4,h5{break-after:avoid}p,li{orphans:2;widows:2}p:has(+ol),p:has(+ul){break-after:avoid}tr{break-inside:avoid}header{break-after:avoid}}
`
