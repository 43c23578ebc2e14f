// SPDX-License-Identifier: Apache-2.0
// Quality: the page with the doors.
export const svQuality = () => ({
  title: 'Kvalitet',
  samples: {
    name: 'Stickprov',
    says: 'Vilka samtal som hörs: planer, dragningar, täckning och bevis.',
  },
  calibrations: {
    name: 'Kalibrering',
    says: 'Flera bedömer samma samtal, var för sig. Sedan ser ni var ni tolkar mallen olika.',
  },
  coaching: {
    name: 'Att öva på',
    says: 'En sak i taget för varje medarbetare: samtal att lyssna på ihop, och när ni ses igen.',
  },
  disputes: {
    name: 'Omprövningar',
    says: 'Svar som medarbetare inte håller med om. Någon annan än den som bedömde avgör.',
  },
  rubrics: { name: 'Bedömningsmallar', says: 'Vad samtal bedöms efter, och hur frågorna mår.' },
  holds: {
    name: 'Bevarandespärrar',
    says: 'Samtal som inte gallras: varför, sedan när, och hur en spärr hävs.',
  },
  business: {
    name: 'Till verksamheten',
    says: 'Frågor som ingen kunde svara på: samla dem, lämna dem till den som vet, och svara alla som frågade.',
  },
});

export const enQuality: typeof svQuality = () => ({
  title: 'Quality',
  samples: { name: 'Samples', says: 'Which calls are heard: plans, draws, coverage and proof.' },
  calibrations: {
    name: 'Calibration',
    says: 'Several people score the same call, each alone. Then you see where you read the form differently.',
  },
  coaching: {
    name: 'To practise',
    says: 'One thing at a time for each agent: calls to hear together, and when you meet again.',
  },
  disputes: {
    name: 'Reconsiderations',
    says: 'Answers that agents disagree with. Somebody else than the evaluator decides.',
  },
  rubrics: {
    name: 'Evaluation forms',
    says: 'What calls are scored by, and how well each question works.',
  },
  holds: {
    name: 'Holds',
    says: 'Calls that are not erased: why, since when, and how a hold is released.',
  },
  business: {
    name: 'For the business',
    says: 'Questions nobody could answer: gather them, give them to who knows, and answer all who asked.',
  },
});
