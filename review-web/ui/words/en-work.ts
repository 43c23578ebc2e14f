// SPDX-License-Identifier: Apache-2.0
// English: the calls that wait to be heard.
import type { WorkWords } from './sv-work';

const calls = (n: number) => `${n} ${n === 1 ? 'call' : 'calls'}`;

const list = (all: string[]) => new Intl.ListFormat('en').format(all);

export const enWork = (): WorkWords => ({
  title: 'To listen to',
  left: (n, all, minutes) =>
    n ? `${n} of ${all} left today, about ${minutes}.` : 'Nothing left today.',
  ends: day => `The period ends ${day}.`,
  begin: 'Start listening',
  goOn: 'Go on listening',
  sample: 'Random sample',
  filters: 'Show only',
  unheard: 'Not heard this period',
  chosen: 'Chosen: random',
  standsIn: 'in place of a call that was withdrawn',
  bothPlans: plans => `Drawn in ${list(plans)}: scored once, counts in all.`,
  eachForm: each =>
    `Drawn in ${each.length} plans, each with its own form: ${each.map(([plan, form]) => `${plan} (${form})`).join(', ')}.`,
  notYet: name => `${name} has not been heard this period`,
  language: name => `in ${name}`,
  due: day => `By ${day}`,
  redrawn: 'When an agent withdraws a call, another is drawn.',
  noPlanOfYours:
    'No sampling plan draws calls for you yet. You make them under Quality, and choose who listens.',
  noPlan:
    'No sampling plan draws calls for you yet. The quality lead makes them under Quality, and chooses who listens.',
  none: ends => `Nothing waits for you. New calls are drawn ${ends}.`,
  noneToday: (n, ends) =>
    `All that was drawn for you is heard, ${calls(n)} today. New ones are drawn ${ends}.`,
  noneDrawn: (n, ends) =>
    `${n ? `You have heard ${calls(n)} today, and nothing` : 'Nothing'} more is drawn for you. What is lacking in the coverage waits for somebody else, or there is no call to draw. New ones are drawn ${ends}.`,
  pausedTitle: name => `Paused: ${name}`,
  paused:
    'No new calls are drawn and nothing expires while it lasts. What you were given waits as long as needed. A call from these hours is scored by the short form.',
  cover: 'Coverage',
  coverSays:
    'Samples heard of those planned. What there is no time for is the plan’s shortfall, never the agent’s.',
  agent: 'Agent',
  picture: 'Picture',
  heard: 'Heard',
  of: (heard, wanted) => `${heard} of ${wanted}`,
  coverNone: 'No agent is in the plan yet.',
  missing: names => `Not yet heard this period: ${names}.`,
  expired: n => `There was no time for ${calls(n)}. It counts against the plan.`,
  doneTitle: 'Done for now',
  soFar: 'So far today',
  sum: (n, minutes) => `${calls(n)}, ${minutes}.`,
  perCall: (keys, clicks) => `${keys} and ${clicks} a call.`,
  keys: n => `${n} ${n === '1' ? 'key' : 'keys'}`,
  clicks: n => `${n} ${n === '1' ? 'click' : 'clicks'}`,
  counted:
    'Counted by the program in this tab. Nobody else sees it. Letters in comments are not counted.',
  took: 'Time',
  call: 'Call',
  remains: n => (n ? `${calls(n)} still waiting.` : 'Nothing more waits.'),
  close: 'Close the summary',
});
