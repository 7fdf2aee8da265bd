import { metricOf } from '../analysis/members.ts'
import type { AnalysisReport } from '../analysis/report.ts'
import { faces } from './analysis-facts.ts'
import type { MemberFacts } from './analysis-facts.ts'
import { amount, count, digits, percent, share } from './analysis-numbers.ts'
import { escape } from './report-html.ts'

/** All members in numbers. */
export function memberTable(members: readonly MemberFacts[]): string {
  if (members.length === 0) return ''
  const rows = members.map(({ name, last, ratio, harm, standing, words }) => {
    const { canary, baseline, expected } = last
    return [
      `<th scope="row">${escape(name)}</th>`,
      cell('canary', `${share(canary.x, canary.n)}<small>${count(canary.x)} of ${count(canary.n)}</small>`),
      cell('baseline', `${share(baseline.x, baseline.n)}<small>${count(baseline.x)} of ${count(baseline.n)}</small>`),
      cell('expected', amount(expected)),
      cell('ratio', `<b>${ratio.estimate}</b><small>${ratio.interval}</small>`),
      cell('harmed', amount(Math.max(0, harm.excess))),
      `<td data-name="verdict"><span class="${standing}-text">${faces[standing].mark} ${escape(words)}</span></td>`,
    ]
  })
  return section('In numbers', table(['', 'canary', 'baseline', 'expected', 'ratio', 'harmed', 'verdict'], rows))
}

/** What was fixed before the first look, by which a replay judges alike. */
export function frozenTable({ spec, frozen }: AnalysisReport): string {
  const rows = frozen.members.map(({ name, overdispersion, normal }) => {
    const metric = metricOf(spec, name)
    return [
      `<th scope="row">${escape(name)}</th>`,
      cell('tolerated', metric ? digits(metric.margin, 3) : '–'),
      cell('harm', metric ? digits(metric.harm, 3) : '–'),
      cell('part of alpha', metric ? digits(metric.alphaShare, 3) : '–'),
      cell('needed for a pass', metric?.required ? 'yes' : 'no'),
      cell('normal share', normal === undefined ? 'learned' : percent(normal * 100)),
      cell('overdispersion', overdispersion === undefined ? 'learned' : digits(overdispersion, 3)),
    ]
  })
  const design = {
    declared: 'the plan stands before the first look',
    extendable: 'the plan may be extended',
    adaptive: 'steps end early on evidence',
  }[spec.design]
  const facts = [
    `alpha ${digits(spec.alpha, 3)}, beta ${digits(spec.beta, 3)}: the chance to fail a good canary, and to pass a harmful one`,
    `${count(spec.looks)} looks of ${digits(spec.periodMs / 1000, 4)} s after a warm-up of ${count(spec.warmUp)}; a pass needs ${count(spec.floor)}`,
    `${spec.design}: ${design}`,
  ]
  const heads = ['', 'tolerated', 'harm', 'part of alpha', 'needed for a pass', 'normal share', 'overdispersion']
  return `<details><summary>Fixed before the first look</summary>
<ul class="plain">${facts.map((fact) => `<li>${escape(fact)}</li>`).join('')}</ul>
${rows.length === 0 ? '' : table(heads, rows)}
</details>`
}

export function section(title: string, body: string): string {
  return `<section><h2>${escape(title)}</h2>\n${body}\n</section>`
}

/** On a phone each row becomes a card, whose cells tell their names. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((name) => (name === '' ? '<td></td>' : `<th scope="col">${escape(name)}</th>`)).join('')
  return `<table><thead><tr>${head}</tr></thead>\n<tbody>${rows.map((cells) => `<tr>${cells.join('')}</tr>`).join('\n')}</tbody></table>`
}

function cell(name: string, html: string): string {
  return `<td class="n" data-name="${escape(name)}"><span>${html}</span></td>`
}
