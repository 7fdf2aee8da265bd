/**
 * The look of the page. Hues that people with any kind of colour vision tell apart, by lightness too. Of one service grey is what was there
 * and blue what is new; the sides of a pair have the hues of their names. Orange-red is what failed.
 */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c2127; --soft: #5b6570; --rule: #e1e5ea; --inset: #f5f7f9;
  --baseline: #c9d1d9; --on-baseline: #333c46; --candidate: #0a6bb5; --on-candidate: #ffffff;
  --failed: #c8440a; --good: #0a6bb5; --line: #5b6570;
  --blue: #1f5fa6; --on-blue: #ffffff; --green: #8fd0a0; --on-green: #10331c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #13171b; --ink: #e4e8ec; --soft: #97a2ad; --rule: #2a3138; --inset: #1b2026;
    --baseline: #46515c; --on-baseline: #dfe5ea; --candidate: #5aaee8; --on-candidate: #0b1520;
    --failed: #ff8a50; --good: #5aaee8; --line: #97a2ad;
    --blue: #2f6fba; --on-blue: #ffffff; --green: #93d6a5; --on-green: #0d2a17;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 16px/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 968px; margin: 0 auto; padding: 56px 24px 72px; }
h1 { font-size: 32px; line-height: 1.2; letter-spacing: -0.015em; margin: 0 0 12px; font-weight: 650; }
h2 { font-size: 23px; line-height: 1.25; letter-spacing: -0.01em; margin: 0 0 6px; font-weight: 650; }
h3 { font-size: 13px; margin: 30px 0 8px; font-weight: 600; color: var(--soft); }
p { margin: 0 0 12px; max-width: 66ch; }
.lead { color: var(--soft); }
.scene { color: var(--soft); font-size: 13px; margin: 0 0 4px; }
a { color: inherit; text-decoration-color: var(--rule); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
code, pre, .code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.86em; }
section { margin-top: 64px; padding-top: 40px; border-top: 1px solid var(--rule); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: 13px; padding: 6px 16px 6px 0; white-space: nowrap; }
td { padding: 9px 16px 9px 0; border-top: 1px solid var(--rule); vertical-align: baseline; }
th.n, td.n { text-align: right; }
td.n + td:not(.n), th.n + th:not(.n) { padding-left: 16px; }
th:last-child, td:last-child { padding-right: 0; }
.overview { margin: 32px 0 0; overflow-x: auto; }
.facts { display: flex; flex-wrap: wrap; gap: 14px 40px; margin: 20px 0 26px; padding: 0; list-style: none; }
.facts li { min-width: 64px; }
.facts b { display: block; font-size: 21px; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts span { color: var(--soft); font-size: 13px; }
.bad { color: var(--failed); }
.as-told { color: var(--good); }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: 13px; margin-top: 10px; max-width: 72ch; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; font-family: inherit; }
.narrow, .short { display: none; } .narrow svg { width: 100%; }
svg text { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
svg .label { font-size: 15px; font-weight: 600; paint-order: stroke; stroke-width: 6px; stroke-linejoin: round; }
svg .caption { paint-order: stroke; stroke: var(--paper); stroke-width: 5px; stroke-linejoin: round; }
svg .on-baseline { fill: var(--on-baseline); stroke: var(--baseline); }
svg .on-candidate { fill: var(--on-candidate); stroke: var(--candidate); }
svg .on-blue { fill: var(--on-blue); stroke: var(--blue); }
svg .on-green { fill: var(--on-green); stroke: var(--green); }
svg .thin { fill: var(--green); stroke: var(--blue); }
svg .on-unanswered { fill: var(--paper); stroke: var(--failed); }
svg .grid { stroke: var(--rule); stroke-width: 1; }
svg .baseline { fill: var(--baseline); } svg .candidate { fill: var(--candidate); }
svg .blue { fill: var(--blue); } svg .green { fill: var(--green); } svg .word { font-size: 11px; font-weight: 600; paint-order: stroke; stroke-width: 4px; stroke-linejoin: round; }
svg .unanswered, svg .failed { fill: var(--failed); }
svg .requests { fill: none; stroke: var(--line); stroke-width: 1.5; stroke-linejoin: round; }
svg .failing { fill: var(--failed); font-weight: 600; }
svg .halo { fill: none; stroke: var(--paper); stroke-width: 3; opacity: 0.4; }
svg .stem { fill: none; stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; opacity: 0.7; }
svg .marker { fill: var(--ink); } svg .number { fill: var(--paper); font-size: 11px; font-weight: 650; }
.decisions { list-style: none; margin: 0; padding: 0; }
.decisions li { display: grid; grid-template-columns: 20px 48px minmax(0, 1fr); gap: 12px; padding: 5px 0; align-items: baseline; overflow-wrap: anywhere; }
.decisions i {
  font: 650 11px/19px ui-sans-serif, system-ui, sans-serif; width: 19px; height: 19px; border-radius: 50%; text-align: center;
  background: var(--ink); color: var(--paper);
}
.decisions time, .timeline time { color: var(--soft); font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
.reason { border-left: 3px solid var(--failed); padding: 2px 0 2px 16px; margin: 0 0 14px; white-space: pre-line; overflow-wrap: anywhere; max-width: 76ch; }
pre { background: var(--inset); border-radius: 6px; padding: 14px 16px; margin: 0 0 14px; overflow-x: auto; line-height: 1.5; }
.report { margin: 22px 0 0; } .report a { color: var(--good); font-weight: 600; }
.reason.calm { border-color: var(--rule); }
details { margin-top: 22px; } summary { cursor: pointer; color: var(--soft); font-size: 14px; }
.timeline td { font-size: 14px; padding: 6px 16px 6px 0; overflow-wrap: anywhere; } .timeline td:first-child { width: 64px; }
footer { margin-top: 64px; padding-top: 20px; border-top: 1px solid var(--rule); color: var(--soft); font-size: 13px; }
@media (max-width: 700px) {
  main { padding: 32px 16px 56px; } h1 { font-size: 26px; } h2 { font-size: 21px; } section { margin-top: 44px; padding-top: 32px; }
  .wide { display: none; } .narrow { display: block; }
  .facts { gap: 12px 28px; } .facts b { font-size: 19px; }
  .decisions li { grid-template-columns: 20px 38px minmax(0, 1fr); gap: 10px; }
  .overview .extra { display: none; } .overview .short { display: inline; } .overview td { white-space: nowrap; }
  .overview th, .overview td { padding-right: 12px; } td.n + td:not(.n), th.n + th:not(.n) { padding-left: 4px; }
}
`
