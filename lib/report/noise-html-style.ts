/** The look of a report: light, dark and paper; one column on a phone, two where there is room. */
export const STYLE = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--text:#1b2128;--muted:#57606b;--line:#d8dee5;--link:#0757b8;
--same:#7d8896;--gained:#1f6feb;--lost:#b85600;--lost-soft:#b8560059;--limit:#c4123a;
--fail:#b3152f;--fail-bg:#ffe9ec;--unproven:#6c3bb5;--unproven-bg:#f3ecff;--warn:#855000;--warn-bg:#fff4d9;--pass:#13692f;--pass-bg:#e2f6e7;--plain-bg:#e9edf2;
--heat-0:#edf0f4;--heat-1:#c5dcfb;--heat-2:#8fbcf7;--heat-3:#5596ee;--heat-4:#2a6fd6;--heat-5:#0b4398;
--added-bg:#dcf5e3;--added-word:#9fe2b0;--removed-bg:#ffe7e4;--removed-word:#ffbab2}
@media screen and (prefers-color-scheme:dark){:root{--page:#0d1117;--card:#161b22;--text:#e8edf3;--muted:#9aa5b1;--line:#2f3740;--link:#79b8ff;
--same:#768390;--gained:#58a6ff;--lost:#f0883e;--lost-soft:#f0883e59;--limit:#ff7b8b;
--fail:#ff8a99;--fail-bg:#46151d;--unproven:#c9a6ff;--unproven-bg:#2f1f4d;--warn:#f0bd53;--warn-bg:#3d2d0a;--pass:#66d383;--pass-bg:#123420;--plain-bg:#252c35;
--heat-0:#21272f;--heat-1:#173a63;--heat-2:#1d5394;--heat-3:#2f74c4;--heat-4:#58a6ff;--heat-5:#b3d7ff;
--added-bg:#12301c;--added-word:#1f6234;--removed-bg:#3c1a1c;--removed-word:#7d2c30}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main,.top>div,footer>div{max-width:1180px;margin:0 auto;padding:0 24px}
h1,h2,h3{line-height:1.25;margin:0}h1{font-size:26px}h2{font-size:20px}h3{font-size:14px;margin-bottom:8px}
p{margin:0}a{color:var(--link)}a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.muted,caption,figcaption{color:var(--muted)}.small{font-size:13px}
.top{background:var(--card);border-bottom:1px solid var(--line);border-top:6px solid var(--muted)}
.top.fail{border-top-color:var(--fail)}.top.unproven{border-top-color:var(--unproven)}.top.warn{border-top-color:var(--warn)}.top.pass{border-top-color:var(--pass)}
.top>div{padding-top:26px;padding-bottom:26px}
.top .lead{font-size:17px;margin-top:6px}
.title{display:flex;flex-wrap:wrap;gap:12px;align-items:center}
.badge{display:inline-block;padding:2px 9px;border-radius:99px;font-size:12px;font-weight:700;letter-spacing:.04em;background:var(--plain-bg);color:var(--text);white-space:nowrap}
.badge.fail{background:var(--fail-bg);color:var(--fail)}.badge.unproven{background:var(--unproven-bg);color:var(--unproven)}.badge.warn{background:var(--warn-bg);color:var(--warn)}.badge.pass{background:var(--pass-bg);color:var(--pass)}
h1+.badge{font-size:16px;padding:4px 14px}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(230px,1fr));gap:12px 24px;margin:20px 0 0}
.facts dt{font-size:12px;color:var(--muted)}.facts dd{margin:0}
.tiles{display:flex;flex-wrap:wrap;gap:10px;padding:0;margin:18px 0 0;list-style:none}
.tiles li{padding:8px 14px;border-radius:10px;background:var(--plain-bg);font-size:13px}
.tiles b{display:block;font-size:22px;line-height:1.2}
.tiles .fail{background:var(--fail-bg);color:var(--fail)}.tiles .unproven{background:var(--unproven-bg);color:var(--unproven)}.tiles .warn{background:var(--warn-bg);color:var(--warn)}.tiles .pass{background:var(--pass-bg);color:var(--pass)}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;margin:22px 0;padding:20px}
.rule{border-left:5px solid var(--muted);scroll-margin-top:12px}
.rule.fail{border-left-color:var(--fail)}.rule.unproven{border-left-color:var(--unproven)}.rule.warn{border-left-color:var(--warn)}.rule.pass{border-left-color:var(--pass)}
.reasons{margin:14px 0 0;padding:10px 14px 10px 30px;border-radius:8px;background:var(--plain-bg)}
.fail>.reasons{background:var(--fail-bg)}.unproven>.reasons{background:var(--unproven-bg)}.warn>.reasons{background:var(--warn-bg)}
.grid{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:26px 32px;margin-top:22px}
.grid>.wide{grid-column:1/-1}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
caption{text-align:left;padding-bottom:6px;font-size:13px}
th,td{padding:6px 8px;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{border-top:0;font-size:12px;font-weight:600;color:var(--muted);white-space:nowrap}
tbody th{font-weight:400}
.n{text-align:right;white-space:nowrap;overflow-wrap:normal}.t{white-space:nowrap}
th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
.num td,.num thead th:not(:first-child){text-align:right;white-space:nowrap;overflow-wrap:normal}.num tbody th{white-space:nowrap}.figures tbody th{white-space:normal}.figures td:last-child,.figures thead th:last-child{text-align:left}.samples td:first-child{white-space:nowrap}.samples td:nth-child(2){font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}.samples td:nth-child(n+4){font-size:13px}
.over-fail{color:var(--fail);font-weight:700}.over-warn{color:var(--warn);font-weight:700}.within{color:var(--pass)}
.rules td{vertical-align:middle}.rules tbody th{width:46%}.rules th a{font-weight:600}
figure{margin:0}figcaption{font-size:13px;margin-top:6px}
.chart{display:block;width:100%;max-width:600px;height:auto;overflow:visible}.chart text{font-family:inherit;font-size:11.5px;fill:var(--muted);dominant-baseline:central}
.spark{width:96px;height:24px;display:block}
.key{display:flex;flex-wrap:wrap;gap:2px 14px;font-size:13px;padding:0;margin:0 0 4px;list-style:none}
.key li::before{content:"";display:inline-block;width:11px;height:11px;margin-right:6px;border-radius:2px;background:var(--c);vertical-align:-1px}
.key .same{--c:var(--same)}.key .gained{--c:var(--gained)}
.key .lost::before{background:var(--lost-soft);border:1px solid var(--lost)}
.key .mean::before,.key .worst::before{height:0;border-top:2px dashed var(--limit);border-radius:0;background:none;vertical-align:4px;width:18px}.key .mean::before{border-top-style:dotted}
details{margin-top:8px;font-size:13px}summary{cursor:pointer;color:var(--link);width:fit-content}
details table{font-size:12px;margin-top:6px}details th,details td{padding:2px 6px}
.meter{display:block;width:100%;height:10px;margin:2px 0 4px}.meter .track{fill:var(--plain-bg)}.meter .fill{fill:var(--gained)}.meter .fill.near{fill:var(--fail)}
.chips{display:flex;flex-wrap:wrap;gap:6px;padding:0;margin:0;list-style:none}
.chips li{padding:1px 9px;border-radius:99px;background:var(--plain-bg);font-size:13px}.chips .none{background:var(--fail-bg);color:var(--fail)}.chips .unknown{background:var(--warn-bg);color:var(--warn)}
.diff{margin:0;padding:8px 0;border:1px solid var(--line);border-radius:8px;overflow-x:auto;max-height:420px;overflow-wrap:normal}
.diff code{display:block;width:max-content;min-width:100%}
.diff span{display:block;padding:0 10px;white-space:pre}.diff .added{background:var(--added-bg)}.diff .removed{background:var(--removed-bg)}.diff .gap{color:var(--muted)}
.diff mark{color:inherit;border-radius:2px}.added mark{background:var(--added-word)}.removed mark{background:var(--removed-word)}
.split{display:grid;gap:22px;align-content:start}
footer{border-top:1px solid var(--line);margin-top:30px;font-size:13px;color:var(--muted)}footer>div{padding-top:20px;padding-bottom:40px}footer p{max-width:80ch;margin-bottom:8px}
@media (max-width:900px){.rules .opt{display:none}.grid{grid-template-columns:minmax(0,1fr)}.grid>.wide{grid-column:auto}}
@media (max-width:620px){.rules thead{position:absolute;clip-path:inset(50%)}.rules tr{display:grid;grid-template-columns:1fr auto;gap:2px 10px;padding:10px 0;border-top:1px solid var(--line)}.rules tbody th,.rules td{border:0;padding:0}.rules tbody th{grid-column:1/-1;grid-row:2;width:auto}.figures{font-size:12px}.figures thead th{font-size:11px}.figures thead th:first-child{font-size:0}.figures th,.figures td{padding:5px 2px}.rules .n{text-align:left;grid-row:3;grid-column:1/-1}.rules td:nth-of-type(n+5){grid-row:1;grid-column:2}main,.top>div,footer>div{padding-left:12px;padding-right:12px}.card{padding:14px 12px;border-radius:8px}.opt,.rules .opt,.samples td:nth-child(n+4),.samples th:nth-child(n+4){display:none}.spark{width:64px}.chart text{font-size:14.5px}h1{font-size:22px}h2{font-size:17px}.top .lead{font-size:15px}}
@media print{:root{color-scheme:light}body{background:#fff;font-size:11pt}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}.card{break-inside:auto;border-radius:0;border-width:1px 0 0 5px}.rules{border-left-width:0}figure,table,.diff{break-inside:avoid}h2,h3{break-after:avoid}.diff{max-height:none;overflow:visible}.diff span,.diff code{white-space:pre-wrap;width:auto}a{color:inherit}summary{display:none}details:not([open])::details-content{content-visibility:visible;display:block}}
`;

/** SHA-256 of the above in base64: the page's policy allows this style sheet and no other. */
export const STYLE_HASH = 'WVxP0Y6oI9r5y7fOK5jJngApwvgeL1F7fgwsLQrOzyM=';
