// SPDX-License-Identifier: Apache-2.0
// English: sampling plans.
import type { svSamples } from './sv-samples';

const calls = (n: number) => `${n} ${n === 1 ? 'call' : 'calls'}`;

export const enSamples: typeof svSamples = () => ({
  title: 'Samples',
  what: 'Chance decides which calls are heard. Each draw is kept, so that it can be made again and give the same calls.',
  none: 'No plan yet, so no samples are drawn. Make a plan: choose whose calls, how many, and who listens.',
  noneOthers: 'No plan yet for the agents you see. The quality lead makes plans.',
  paused: (name: string) =>
    `Paused: ${name}. Nothing is drawn and nothing expires until it is over.`,
  running: 'Plans in force',
  retired: 'Retired plans',
  make: 'Make a plan',
  save: 'Save and draw now',
  site: 'The whole centre',
  planOf: (who: string, take: string) => `${who}. ${take}.`,
  takes: (n: number, each: boolean, month: boolean) =>
    `${calls(n)} ${each ? 'per agent and' : 'a'} ${month ? 'month' : 'week'}`,
  progress: (heard: number, waiting: number, until: string) =>
    `${heard} heard, ${waiting} left until ${until}.`,
  nothingYet: (when: string) => `Nothing drawn this period. The next draw is ${when}.`,
  name: "The plan's name",
  whose: 'Whose calls',
  teams: 'Teams',
  agents: 'Agents',
  form: 'Evaluation form',
  period: 'How often',
  periods: { week: 'Each week', month: 'Each month' },
  unit: 'Draw',
  units: { each: 'for each agent', all: 'of all together' },
  take: 'Number of calls',
  min: 'Shortest call, minutes',
  max: 'Longest call, minutes',
  spreading: 'Spread: length and time of day',
  spreadHelp:
    'Each call has the same chance. The lot is still spread over queue, length and time of day, so that it is not only short calls in the morning.',
  maxHint: 'Empty: no limit.',
  maxBad: 'Write a number of minutes, or leave it empty.',
  lengthEnds: 'Where a group of lengths ends, minutes',
  lengthEndsHint: '3, 8: up to 3 minutes, 3 to 8, longer than 8. Empty: not divided.',
  lengthEndsBad: 'Write rising numbers of minutes with commas between, at most eight: 3, 8',
  partEnds: 'Where a part of the day ends, time',
  partEndsHint: '10.00, 14.00: before 10, 10 to 14, after 14. Empty: not divided.',
  partEndsBad: 'Write rising times with commas between, at most eight: 10.00, 14.00',
  spreads: (lengths, parts) =>
    [lengths && `divided by length at ${lengths} min`, parts && `by time at ${parts}`]
      .filter(Boolean)
      .join(', ')
      .replace(/^./, one => one.toUpperCase()) + (lengths || parts ? '.' : ''),
  who: 'Who listens',
  whoHint:
    'A call only goes to someone who understands its language and may hear the agent, never to the agent.',
  lacking: n =>
    `${n} ${n === 1 ? 'call lacks' : 'calls lack'} an evaluator: whoever was to listen has left or may not any more. End the plan and make another with somebody who may.`,
  whoNone: 'Choose at least one who listens.',
  buys: 'What the plan gives',
  buysWait: 'Reckoning …',
  margin: (points: string) => `± ${points} percentage points`,
  marginEach: "after half a year, for one agent's mean",
  marginAll: "after half a year, for everyone's mean together",
  every: 'Every call is heard. Then there is nothing to guess.',
  share: (points: string, n: number) =>
    `A yes or no, a critical error for one: ± ${points} percentage points on ${calls(n)}.`,
  costs: (n: number, time: string, month: boolean) =>
    `${calls(n)} ${month ? 'a month' : 'a week'}, about ${time} of listening.`,
  from: (days: number, n: number) =>
    n
      ? `Reckoned from ${calls(n)} in the last ${days} days.`
      : 'There are no calls yet to reckon from.',
  spread: (sd: string, own: boolean, n: number) =>
    own
      ? `One agent's calls have differed by ${sd} percentage points, from ${n} evaluations here.`
      : `Assumes that one agent's calls differ by ${sd} percentage points. ${n} evaluations here are too few for a figure of your own.`,
  hours: (h: number, m: number) => (h ? (m ? `${h} h ${m} min` : `${h} h`) : `${m} min`),
  coverage: 'Coverage',
  coverageOf: (from: string, to: string) => `Coverage, ${from} to ${to}`,
  coverageHelp:
    "Samples heard of those planned. What there was no time for is the plan's shortfall, never the agent's.",
  noCoverage: 'You see no agents in this plan.',
  agent: 'Agent',
  picture: 'Picture',
  heardOf: 'Heard',
  of: (heard: number, wanted: number) => `${heard} of ${wanted}`,
  left: 'Left',
  short: 'Shortfall',
  notHeard: (name: string) => `${name} has not been heard this period.`,
  draws: 'Draws',
  drawsNone: (when: string) => `No draw yet. The next is made ${when}, of the calls since then.`,
  drawn: (when: string) => `Draw ${when}`,
  nth: (n: number, of: number) => `Draw ${n} of ${of} of these calls in the period.`,
  replaced: 'Replaced by a redraw.',
  by: (name: string) => `by ${name}`,
  bySelf: 'when it was due',
  took: (drawn: number, eligible: number, all: number) =>
    `${drawn} of ${eligible} possible calls (${all} in the frame).`,
  shortOf: (n: number) => `${n} missing: there were no more.`,
  leftOut: 'Left out:',
  reasons: {
    apart: 'kept apart',
    tough: 'tough call',
    threat: 'threat',
    withdrawn: 'the agent does not want it',
    load: 'high load',
    no_sound: 'no sound',
    no_agent: 'nobody took it',
    newhire: 'new in the role',
    heard: 'heard already',
    no_evaluator: 'nobody may hear it',
    no_evaluator_for_language: 'nobody understands the language',
    too_short: 'too short',
    too_long: 'too long',
  },
  became: (heard: number, waiting: number, expired: number, withdrawn: number) =>
    [
      `${heard} heard`,
      `${waiting} waiting`,
      expired && `${expired} not heard in time`,
      withdrawn && `${withdrawn} withdrawn`,
    ]
      .filter(Boolean)
      .join(', ') + '.',
  proof: 'Proof',
  seed: 'Seed',
  frame: "The frame's fingerprint",
  prove: 'Draw again and compare',
  exported: 'Save the whole draw',
  proven: (n: number) => `The same ${calls(n)} again.`,
  unproven: 'Does not agree: seed and frame give other calls. Tell whoever runs the system.',
  drawNow: 'Draw now',
  drawAgain: 'Draw again',
  drawHelp:
    'What is waiting is exchanged for new calls. Calls heard remain. The redraw is counted, and its reason is seen.',
  why: 'Why',
  retire: 'Retire the plan',
  retireSure: 'The plan draws no more calls. What is drawn already remains.',
  since: (day: string) => `Since ${day}.`,
  ended: (day: string) => `Retired ${day}.`,
  beganLate: (day, n, take) =>
    `The plan began ${day}, in the middle of the period: ${n} of ${take} can be drawn in it.`,
  stillWait: n =>
    `${n === 1 ? 'One call of it still waits' : `${n} calls of it still wait`} to be heard.`,
  noneDrawn: 'none drawn',
  hears: (names: string) => `Listens: ${names}.`,
  lengths: (from: string, to: string | null) =>
    to ? `Calls of ${from} to ${to} min.` : `Calls from ${from} min.`,
  nextDraw: (when: string) => `Next draw ${when}.`,
});
