/**
 * The look of the report. Blue is the canary and grey the baseline, in every chart; the verdicts have hues that people with any kind of colour
 * vision tell apart, and never stand without a word or a mark. Every text has a contrast of 4.5 or more in both schemes.
 */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c2127; --soft: #56606b; --rule: #e3e7eb; --inset: #f5f7f9;
  --canary: #0a6bb5; --baseline: #66717c; --fail: #b53d07; --pass: #14744a; --open: #56606b; --on-badge: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #13171b; --ink: #e4e8ec; --soft: #9ca7b1; --rule: #2a3138; --inset: #1b2026;
    --canary: #5aaee8; --baseline: #9ca7b1; --fail: #ff9159; --pass: #62cf97; --open: #9ca7b1; --on-badge: #13171b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 16px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1080px; margin: 0 auto; padding: 64px 24px 80px; overflow-wrap: anywhere; }
.scene { color: var(--soft); font-size: 14px; margin: 0 0 18px; }
.verdict { display: flex; gap: 18px; align-items: center; }
.badge { flex: none; width: 52px; height: 52px; border-radius: 50%; font: 700 26px/52px ui-sans-serif, system-ui, sans-serif; text-align: center; background: var(--open); color: var(--on-badge); }
.fail .badge { background: var(--fail); } .pass .badge { background: var(--pass); }
h1 { font-size: 34px; line-height: 1.2; letter-spacing: -0.018em; margin: 0; font-weight: 650; }
h2 { font-size: 22px; line-height: 1.3; letter-spacing: -0.01em; margin: 0 0 8px; font-weight: 650; }
p { margin: 0 0 12px; max-width: 70ch; }
.because { font-size: 18px; margin: 20px 0 10px; }
.ending, .lead { color: var(--soft); } .ending b { color: var(--ink); font-weight: 600; }
.ending { white-space: pre-line; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13.5px; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 22px 32px; margin: 40px 0 0; padding: 28px 0; list-style: none; border: solid var(--rule); border-width: 1px 0; }
.facts b { display: block; font-size: 25px; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
.facts span { display: block; color: var(--soft); font-size: 13px; line-height: 1.45; }
section { margin-top: 64px; }
.tag { font-size: 15px; font-weight: 600; letter-spacing: 0; margin-left: 8px; white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 36px 24px; margin-top: 22px; }
figure { margin: 0; min-width: 0; }
.chart { max-width: 460px; display: flex; flex-direction: column; } .chart > svg { margin-top: auto; }
.traffic { margin-top: 44px; }
figcaption { font-size: 14px; font-weight: 600; }
.key { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 4px 0 8px; padding: 0; list-style: none; color: var(--soft); font-size: 13px; }
.key b { color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; } .key li { white-space: nowrap; }
.sample { display: inline-block; width: 22px; height: 10px; margin-right: 6px; vertical-align: baseline; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
svg text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.grid { stroke: var(--rule); stroke-width: 1; } .warm-up { fill: var(--baseline); opacity: 0.1; }
.canary-line, .baseline-line, .fail-line, .pass-line, .margin-line, .harm-line, .even-line, .ink-line, .stem, .decided { fill: none; stroke-linejoin: round; stroke-linecap: round; }
.canary-line { stroke: var(--canary); stroke-width: 2.25; }
.baseline-line { stroke: var(--baseline); stroke-width: 1.5; stroke-dasharray: 4 3.5; }
.fail-line { stroke: var(--fail); stroke-width: 1.5; stroke-dasharray: 0.5 4; } .pass-line { stroke: var(--pass); stroke-width: 1.5; stroke-dasharray: 7 4; }
.whole { stroke-width: 2.25; } .fail-line.whole { stroke-dasharray: none; } .pass-line.whole { stroke-dasharray: 9 3; }
.margin-line { stroke: var(--soft); stroke-width: 1.25; stroke-dasharray: 7 4; } .harm-line { stroke: var(--fail); stroke-width: 1.5; stroke-dasharray: 0.5 4; }
.even-line { stroke: var(--rule); stroke-width: 2; } .ink-line { stroke: var(--ink); stroke-width: 1.25; stroke-dasharray: 1.5 3; }
.canary-band { fill: var(--canary); opacity: 0.16; } .baseline-band { fill: var(--baseline); opacity: 0.2; }
.fail-area { fill: var(--fail); opacity: 0.08; } .pass-area { fill: var(--pass); opacity: 0.1; }
.canary-dot { fill: var(--canary); stroke: var(--paper); stroke-width: 1.5; }
.decided { stroke-width: 1.5; } .fail-stroke { stroke: var(--fail); } .pass-stroke { stroke: var(--pass); }
svg .word { font-weight: 650; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.fail-text { color: var(--fail); } .pass-text { color: var(--pass); } .inconclusive-text { color: var(--open); }
svg .fail-text { fill: var(--fail); } svg .pass-text { fill: var(--pass); } svg .canary-text { fill: var(--canary); }
.stem { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; opacity: 0.55; }
.marker { fill: var(--ink); } svg .number { fill: var(--paper); font-size: 11px; font-weight: 650; }
.narrow, .middle { display: none; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 15px; margin-top: 14px; }
thead th { text-align: right; font-weight: 500; color: var(--soft); font-size: 13px; padding: 6px 0 6px 20px; }
tbody th { text-align: left; font-weight: 600; padding: 11px 0; } tbody td { padding: 11px 0 11px 20px; text-align: right; }
tbody tr > * { border-top: 1px solid var(--rule); vertical-align: top; } td small { display: block; color: var(--soft); font-size: 13px; }
.decisions { list-style: none; margin: 14px 0 0; padding: 0; }
.decisions li { display: grid; grid-template-columns: 20px 56px minmax(0, 1fr); gap: 12px; padding: 6px 0; align-items: baseline; }
.decisions i { font: 650 11px/19px ui-sans-serif, system-ui, sans-serif; min-width: 19px; height: 19px; border-radius: 10px; text-align: center; background: var(--ink); color: var(--paper); }
.decisions time { color: var(--soft); font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
pre { background: var(--inset); border-radius: 8px; padding: 16px 18px; margin: 14px 0 0; white-space: pre-wrap; line-height: 1.6; }
details { margin-top: 64px; } summary { cursor: pointer; color: var(--soft); font-size: 15px; }
.plain { margin: 14px 0 0; padding: 0; list-style: none; color: var(--soft); font-size: 14px; }
footer { margin-top: 72px; padding-top: 22px; border-top: 1px solid var(--rule); color: var(--soft); font-size: 13px; }
@media (max-width: 1000px) { .wide { display: none; } .middle { display: block; } }
@media (max-width: 640px) {
  main { padding: 36px 16px 56px; } h1 { font-size: 25px; } h2 { font-size: 20px; } .because { font-size: 17px; }
  .badge { width: 44px; height: 44px; font-size: 22px; line-height: 44px; } .verdict { gap: 14px; }
  .facts { grid-template-columns: 1fr 1fr; gap: 20px 20px; margin-top: 30px; padding: 24px 0; } .facts b { font-size: 22px; }
  section, details { margin-top: 52px; } .middle { display: none; } .narrow { display: block; }
  thead { display: none; } tbody tr { display: block; border-top: 1px solid var(--rule); padding: 14px 0; }
  tbody th, tbody td { display: block; border: 0; padding: 2px 0; } tbody tr > * { border: 0; } tbody th { font-size: 17px; padding-bottom: 6px; }
  tbody td { display: flex; justify-content: space-between; gap: 16px; } tbody td::before { content: attr(data-name); color: var(--soft); }
  td small { display: inline; margin-left: 8px; } .decisions li { grid-template-columns: 20px 46px minmax(0, 1fr); gap: 10px; }
}
@media print { main { padding: 0; max-width: none; } section, figure { break-inside: avoid; } }
`

/** Of exactly the text above, so that the page may use this style and no other. A test says what it must be. */
export const pageStyleHash = 'sha256-WebUU3nWLFf8l4j/Hquy8cbXrFib3O8PqA+2+CIGpHQ='
