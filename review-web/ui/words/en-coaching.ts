// SPDX-License-Identifier: Apache-2.0
// English: one thing to work on together.
import type { CoachingWords } from './sv-coaching';

export const enCoaching = (): CoachingWords => ({
  title: 'To practise',
  one: agent => `To practise: ${agent}`,
  none: 'You have no plan yet. Choose one thing to practise together with an agent.',
  noneOwn: 'You and your coach have no plan at present. If you want one, say so when you meet.',
  nobodys: 'Nobody has said who took the call, so there is no plan to put it in.',
  noPlanWith: name =>
    `You and ${name} have no plan yet. Choose something to practise under Quality.`,
  inPlan: (at, name, focus) => `${at} is in the plan with ${name}: ${focus}.`,
  addByKey: 'One more place: press C while you listen to the call.',
  onlyYou: 'Only the two of you see this.',
  start: 'Choose something to practise',
  who: 'Agent',
  focus: 'What, in your own words',
  focusHint: 'Something one can hear in a call: "Say back what it is about".',
  question: 'A question of the form that follows it',
  questionHint: 'Then before and after are shown. Choose none if no question fits.',
  noQuestion: 'No question',
  since: (day, coach) => `Since ${day}, with ${coach}.`,
  next: when => `You meet ${when}.`,
  noNext: 'No next meeting is set.',
  calendar: 'Add to calendar',
  sessions: 'Meetings',
  noSessions: 'You have not met about this yet.',
  said: 'What you said and agreed',
  followUp: 'You meet again (optional)',
  saveMeeting: 'Save the meeting',
  calls: 'Calls to hear together',
  noCalls: 'No calls yet.',
  removeCall: title => `Remove ${title}`,
  course: 'Before and after',
  courseHelp:
    'How often the question got the top answer of the form, in random samples. Chosen calls and weeks of high load do not count. The difference is from what all the answers make likely: a question that is chosen because it is low rises somewhat by itself.',
  before: 'Half a year before',
  after: 'Since the first meeting',
  share: (x, n, lo, hi) => `${x} of ${n}. The true value may lie between ${lo} and ${hi} %.`,
  nothing: 'No scored random samples yet.',
  tooFew: n => `${n} ${n === 1 ? 'call is' : 'calls are'} too few to say anything for certain.`,
  clear: up =>
    up ? 'It is heard more often now than before.' : 'It is heard less often now than before.',
  notClear:
    'No clear change. That does not mean you stand still, only that there are too few calls to show it.',
  change: (lo, hi) => `The difference may lie between ${lo} and ${hi} percentage points.`,
  end: 'End the plan',
  endings: {
    reached: 'It is there',
    other_focus: 'Something else matters more now',
    left: 'The agent has left',
  },
  ended: (day, why) => `Ended ${day}: ${why.toLowerCase()}.`,
  earlier: 'Ended',
});
