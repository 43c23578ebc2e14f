// SPDX-License-Identifier: Apache-2.0
// What is sent for the routes of calibrations and of what was agreed in them, by ownership: cases of authz.mjs.

export function calibrationCases({ id, call, spare, fresh, must, rubric, NONE }) {
  // Calibrations: rater: the role is asked to rate (where it may be) · other: among two coaches.
  const raters = ['coach', 'quality', 'quality_a'];
  async function calibration(role, owner, state = 'open') {
    const rates = owner === 'rater' && raters.includes(role);
    const on = owner === 'beyond' ? fresh('stranger', 'B', 5000) : fresh('mate', 'A', 5000);
    const session = (await must('lead', 'POST', '/api/v1/calibrations', { title: 'C', rubric_version: rubric(), method: 'blind', due_ms: Date.now(),
      interactions: [on], raters: [rates ? id[role] : id.coachB, id.lead] })).id;
    if (state === 'open') return { session, on };
    const e = (await must('lead', 'POST', `/api/v1/calibrations/${session}/evaluations`, { interaction: on })).id;
    await must('lead', 'POST', `/api/v1/evaluations/${e}/rest`, {});
    for (const question of ['c_identity', 'c_harm', 'c_dignity', 'c_promise'])
      await must('lead', 'PUT', `/api/v1/evaluations/${e}/answers`, { question, option: 'ok' });
    await must('lead', 'POST', `/api/v1/evaluations/${e}/submit`, {});
    if (state === 'revealed') await must('lead', 'POST', `/api/v1/calibrations/${session}/reveal`, {});
    return { session, on };
  }
  const calibrationCase = (state, json) => Object.fromEntries(['rater', 'other', 'beyond', 'none'].map(owner => [owner, async role => {
    if (owner === 'none') return { id: NONE, json: json?.(call.mate) };
    const c = await calibration(role, owner, state);
    return { id: c.session, json: json?.(c.on) };
  }]));
  // Another team's call with sound, that the role is asked to rate where it may be.
  async function calibrated(role) {
    const rates = raters.includes(role);
    await must('lead', 'POST', '/api/v1/calibrations', { title: 'C', rubric_version: rubric(), method: 'blind', due_ms: Date.now(),
      interactions: [spare.stranger], raters: [rates ? id[role] : id.coachB, id.lead] });
    return spare.stranger;
  }
  const agreed = on => ({ interaction: on, question: 'greet', option: 'clear', why: 'x' });
  async function precedent() {
    const c = await calibration('coach', 'rater', 'revealed');
    const told = await must('lead', 'POST', `/api/v1/calibrations/${c.session}/precedents`, agreed(c.on));
    return told.questions.find(one => one.precedent).precedent.id;
  }
  return { calibrationCase, calibrated, agreed, precedent };
}
