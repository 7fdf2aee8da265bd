import type { CanaryRecord } from './canary-record.ts'
import { harmDetails, harmed } from './canary-record.ts'
import { decisionsOf, secondsSince } from './decisions.ts'
import { escape } from './html.ts'
import { pageStyle } from './page-style.ts'
import { picture } from './picture.ts'
import { narrow, wide } from './picture-frame.ts'
import type { StoryRecord } from './story-record.ts'
import { harmedS, kinds } from './story-record.ts'
import { clock } from './terminal.ts'

/** The report of the demo: one file that needs nothing else, readable without scripts. All text of the records is untrusted. */
export function page(records: readonly StoryRecord[], writtenAtMs: number): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Sluice: the demo</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${heading(records.length)}</h1>
<p class="lead">Real processes behind a real load balancer, under steady load, while the next version is rolled out: by ECS in one service, or by moving all traffic between a pair of services, or by giving a canary more and more of it. Drawn from what clients saw: every request was counted, with the version that answered it.</p>
${overview(records)}
${records.map((record) => section(record, readingOf(record, records))).join('\n')}
${footer(records, writtenAtMs)}
</main>
</body>
</html>
`
}

function heading(count: number): string {
  const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve', 'Thirteen']
  return `${words[count] ?? count} rollout${count === 1 ? '' : 's'}, seen by ${count === 1 ? 'its' : 'their'} clients`
}

function overview(records: readonly StoryRecord[]): string {
  const harms = records.some(({ canary }) => canary)
  const harm = ({ canary }: StoryRecord): string =>
    !harms ? '' : `<td class="n extra${canary && harmed(canary) > 0 ? ' bad' : ''}">${canary ? number(harmed(canary)) : '–'}</td>`
  const rows = records.map(
    (record) =>
      `<tr><td><a href="#${escape(record.story)}"><span class="extra">${escape(record.title)}</span><span class="short">${escape(record.story)}</span></a></td><td class="n">${number(record.load.requests)}</td><td class="n${record.load.failed > 0 ? ' bad' : ''}">${number(record.load.failed)}</td>${harm(record)}<td class="n extra">${seconds(record)}</td><td>${escape(record.outcome)}</td><td class="extra code">${escape(record.reasonCode)}</td><td>${toldMark(record)}</td></tr>`,
  )
  return `<div class="overview"><table>
<thead><tr><th>story</th><th class="n">requests</th><th class="n">failed</th>${harms ? '<th class="n extra">harmed</th>' : ''}<th class="n extra">seconds</th><th>outcome</th><th class="extra">reason code</th><th>as told</th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table></div>`
}

const reading =
  'Above: share of the answers by version, in percent. Below: requests sent each second, and those that failed. Time in seconds since the action began; the numbers are its decisions, told below.'
const ribbonReading = 'The ribbons: the weights that AWS told for each of the two rules, the listener’s own (/) and the one for /shop/*.'

const harmReading =
  'Harmed are requests that went to the canary and failed, had no answer, or had it later than the story allows, as the clients counted them.'

/** How to read a picture is said once, under the first, and under the first of a pair. */
function readingOf(record: StoryRecord, all: readonly StoryRecord[]): string {
  const words = [
    ...(record.pair && all.find(({ pair }) => pair) === record ? [ribbonReading] : []),
    ...(all[0] === record ? [reading] : []),
    ...(record.canary && all.find(({ canary }) => canary) === record ? [harmReading] : []),
  ]
  return words.length === 0 ? '' : `<figcaption>${words.join(' ')}</figcaption>`
}

function toldMark({ deviations }: StoryRecord): string {
  return deviations.length === 0 ? '<span class="as-told">yes</span>' : '<span class="bad">no</span>'
}

function section(record: StoryRecord, caption: string): string {
  return `<section id="${escape(record.story)}">
<p class="scene">${record.canary ? 'a canary beside its baseline' : record.pair ? 'a pair of services' : 'one service'}</p>
<h2>${escape(record.title)}</h2>
<p>${escape(record.plot)}</p>
${deviations(record)}${facts(record)}
<figure>
<div class="wide">${picture(record, wide)}</div>
<div class="narrow">${picture(record, narrow)}</div>
${caption}
</figure>
<h3>${record.earlier.length === 0 ? 'What the action decided' : 'What happened'}</h3>
<ol class="decisions">${decisionsOf(record)
    .map(({ number: n, atS, text }) => `<li><i>${n}</i><time>${clock(atS * 1000)}</time><span>${escape(text)}</span></li>`)
    .join('\n')}</ol>
${why(record)}${gateReport(record)}${timeline(record)}
</section>`
}

function deviations({ deviations: found }: StoryRecord): string {
  return found.length === 0 ? '' : `<h3 class="bad">Not as told</h3><ul>${found.map((each) => `<li>${escape(each)}</li>`).join('')}</ul>`
}

function facts(record: StoryRecord): string {
  const { load } = record
  const failed = load.failed === 0 ? '<b>0</b>' : `<b class="bad">${number(load.failed)}</b>`
  const how = load.failed === 0 ? '' : `: ${escape(kinds(load).join(', '))}, within ${harmedS(load)} s`
  const by = (version: string): string => number(load.byVersion[version] ?? 0)
  const requests = record.pair
    ? `<b>${by(record.baseline)} + ${by(record.candidate)}</b><span>requests to blue and to green</span>`
    : `<b>${number(load.requests)}</b><span>requests</span>`
  const { length: steps } = record.earlier
  const items = [
    `<b>${escape(record.outcome)}</b><span class="code">${escape(record.reasonCode)}</span>`,
    ...(record.canary ? [`<b>${escape(record.canary.verdict)}</b><span>verdict</span>`] : []),
    `<b>${seconds(record)} s</b><span>${steps === 0 ? 'from start to end of the action' : `from first to last of ${steps + 1} actions`}</span>`,
    requests,
    `${failed}<span>failed${how}</span>`,
    ...(record.canary ? [harmFact(record.canary)] : []),
    `<b>${escape(record.version)}</b><span>serves in the end</span>`,
  ]
  return `<ul class="facts">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`
}

function harmFact(canary: CanaryRecord): string {
  const count = harmed(canary)
  const words = ['harmed on the canary', ...harmDetails(canary)].join(', ')
  return `<b${count > 0 ? ' class="bad"' : ''}>${number(count)}</b><span>${escape(words)}</span>`
}

/** The file that the gate itself leaves for a job to upload. */
function gateReport({ canary }: StoryRecord): string {
  if (canary?.report === undefined) return ''
  return `<p class="report"><a href="${escape(canary.report)}">The report of the gate</a>: both arms, the evidence against its boundary, and the ratio with its band, second by second</p>`
}

/** The explanation as the action gave it; a rollout that went well in one step needs none. */
function why({ outcome, reason, faults, undo, earlier }: StoryRecord): string {
  if (outcome === 'succeeded' && earlier.length === 0) return ''
  // One task speaks for all that failed alike; the one in the reason, where it is named there.
  const fault = faults.find((each) => each.because === reason) ?? faults.at(-1)
  const more = faults.length - 1
  const shown = [
    ...(fault === undefined || fault.because === reason ? [] : [`<p>${escape(fault.because)}</p>`]),
    ...(fault === undefined || fault.details.length === 0 ? [] : [`<pre>${fault.details.map(escape).join('\n')}</pre>`]),
    ...(more > 0 ? [`<p class="lead">${more} more ${more === 1 ? 'fault was' : 'faults were'} seen.</p>`] : []),
  ]
  // The way back of a rollout that has gone back already is behind it.
  const left = outcome !== 'failed' || undo.length === 0 ? '' : `<h3>Left to do</h3><pre>${undo.map(escape).join('\n')}</pre>`
  return `<h3>Why, in its own words</h3><div class="reason${['rolled-back', 'failed'].includes(outcome) ? '' : ' calm'}">${escape(reason)}</div>${shown.join('')}${left}`
}

function timeline({ timeline: entries, startedAtMs }: StoryRecord): string {
  if (entries.length === 0) return ''
  const rows = entries.map(
    (entry) => `<tr><td><time>${clock(secondsSince(startedAtMs, entry) * 1000)}</time></td><td>${escape(entry.text)}</td></tr>`,
  )
  return `<details><summary>Everything it noted</summary><table class="timeline"><tbody>${rows.join('\n')}</tbody></table></details>`
}

function footer(records: readonly StoryRecord[], writtenAtMs: number): string {
  const lateness = Math.max(0, ...records.map((record) => record.load.latenessMs.p99))
  const streams = 'open connections, fresh connections, POSTs and answers that take 1.5 s'
  return `<footer>Recorded ${new Date(writtenAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC on ${escape(`${process.platform}-${process.arch}, Node ${process.version}`)}. The cloud is Sluice&#39;s sandbox: a model of AWS on loopback whose tasks and load balancer are real, ten times as fast as AWS. The load is open loop (${streams}), never retries, and was sent at most ${lateness} ms late (p99).</footer>`
}

function seconds({ startedAtMs, endedAtMs }: StoryRecord): string {
  return ((endedAtMs - startedAtMs) / 1000).toFixed(1)
}

function number(value: number): string {
  return value.toLocaleString('en').replaceAll(',', '\u202f')
}
