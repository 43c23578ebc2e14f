// SPDX-License-Identifier: Apache-2.0
import type { svTrends } from './sv-trends';

export const enTrends: typeof svTrends = c => ({
  title: 'Development',
  titleOf: (name: string) => `Development: ${name}`,
  centre: 'The whole centre',
  intro: 'Only random samples count. The dots are calls, not people.',
  says: {
    too_few: (n: number) => `${n} calls are too few to say anything for certain.`,
    none_clear:
      'No clear change. That does not mean you stand still, only that there are too few calls to show it.',
    none_clear_other: 'No clear change.',
    possible_change: (week: number) => `Possible change around week ${week}.`,
  },
  broken: (day: string) => `The form changed on ${day}. Before and after do not compare directly.`,
  load: (name: string) => `${name} is not counted: those calls stand apart, as rings.`,
  nowIs: (value: string, lo: string, hi: string, n: number) =>
    `Now: ${value} %. The true value probably lies between ${lo} and ${hi} %, after ${n} calls.`,
  nowFew: (n: number) => `${n} calls so far with this form.`,
  xOfN: (x: number, n: number, lo: string, hi: string) =>
    `${x} of ${n}. The true value may lie between ${lo} and ${hi} %.`,
  nothing: 'Nothing has been scored yet.',
  hidden: 'Not shown: fewer than five people.',
  overTime: 'Call by call',
  overTimeNote:
    'One dot per call. Ring: a call under high load. Upright line: a new form. Dashed: where it is now, with its interval.',
  weeksNote:
    'Square: a week’s mean, where calls are too many for a dot each. In brackets the number of calls.',
  week: (n: number) => `week ${n}`,
  newForm: (version: number) => `Form ${version}`,
  perMonth: 'Calls per month',
  table: 'Show as a table',
  day: 'Day',
  score: 'Score',
  form: 'Form',
  apart: 'High load',
  apartNote:
    'Calls from those times, one by one. They are counted nowhere and not compared with ordinary days.',
  hiddenDots: (n: number) =>
    `${n} ${n === 1 ? 'dot is' : 'dots are'} not shown: you are still to score ${n === 1 ? 'the call' : 'the calls'} yourself.`,
  leftOut: 'In no figure',
  leftOutNote: (n: number) =>
    `${n} ${n === 1 ? 'random sample is' : 'random samples are'} scored and in no figure.`,
  left: {
    voided: 'voided after it was sent.',
    voided_unsent: 'voided before it was sent.',
    unsent: 'scored, but not sent.',
    own_first: 'sent; counts when the agent has handed in her own evaluation.',
    tough: 'the call was marked as tough.',
    threat: 'the call was marked as a threat.',
    withdrawn: 'the agent does not want the call used.',
  },
  window: 'Situation',
  month: 'Month',
  calls: 'Calls',
  yes: 'yes',
  axes: 'What was said and how it was met',
  axesNote: 'Two measures that are never added up.',
  correct: 'What was said',
  human: 'How it was met',
  classes: 'Calls without a critical error',
  class: {
    customer: `For ${c.the}`,
    business: 'For the organisation',
    compliance: 'Rules and secrecy',
  },
  questions: 'Question by question',
  questionsNote:
    'Share of calls with the best answer. Stronger tint: more often another one. Number of calls in brackets.',
  question: 'Question',
  together: 'In all',
  measures: 'Your own call measures',
  measuresNote: 'Compared with yourself only: the median of your own calls.',
  measure: {
    talk_share: 'Your share of the talk',
    silence: 'Silence',
    overtalk: 'Talking at once',
    latency: 'Time to answer',
  },
  ownMedian: 'Own median',
  seconds: (s: string) => `${s} s`,
  percent: (n: string) => `${n} %`,
  empty: 'No scored samples yet. They appear here when your coach has sent the first evaluation.',
  emptyGroup: 'No scored samples yet. Begin under Quality, Samples.',
  teams: 'Teams',
  each: 'Each agent',
  eachNote: 'By name. No ranking.',
  funnel: 'Each agent against chance',
  funnelNote:
    'Mean against number of calls. Dashed 95 %, dotted 99.8 %: within them is what chance gives.',
  funnelFew: 'The funnel is shown from ten agents.',
  mean: 'Mean',
  name: 'Name',
  p: 'Calls without a critical error, month by month',
  pNote: 'Dashed: how much it varies by chance. More calls, narrower limits.',
  limits: 'Limits',
  g: 'Clean calls between two critical errors',
  gNote: (n: number, errors: number) =>
    `The latest ${errors} errors. Dashed: upper limit. ${n} clean calls since the last one.`,
  gFew: 'Too few critical errors to show the distances between them.',
  order: 'Error number',
  topics: 'Solved at first contact',
  topicsNote:
    'The same number did not call again within seven days, about anything. That stays when the number is erased; where it was erased sooner the call is not counted.',
  topic: 'Topic',
  first: 'Solved at once',
  handed: 'Handed to the right place',
  noTopics: 'No calls with an outcome, a topic and a known number in the period.',
  severity:
    'How strict you are as an evaluator stands here once you have calibrated with the form. Only you and the quality leads see it.',
  more: 'See all of it',
});
