// SPDX-License-Identifier: Apache-2.0
// Quality: the page with the doors.
export const svQuality = () => ({
  title: 'Kvalitet',
  rubrics: { name: 'Bedömningsmallar', says: 'Vad samtal bedöms efter, och hur frågorna mår.' },
});

export const enQuality: typeof svQuality = () => ({
  title: 'Quality',
  rubrics: { name: 'Evaluation forms', says: 'What calls are scored by, and how well each question works.' },
});
