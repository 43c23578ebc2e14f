// SPDX-License-Identifier: Apache-2.0
// Whoever needs somebody now stands before everything else, and so does what one asked for oneself. What
// shows it comes when there is something to show.
import { care } from '../../api/care';
import { later } from '../../state/later';
import { useLoad } from '../../state/load';
import { words } from '../../words';
import { Missed } from '../bits';

const CareAtHome = later(() => import('./home').then(file => file.CareAtHome));

export function CareFirst() {
  const mine = useLoad(care.mine, [], ['care']);
  const open = mine.data?.mine.some(path => path.done_ms === null);
  return open || mine.data?.tasks.length ? (
    <CareAtHome of={mine} />
  ) : (
    <Missed of={mine} title={words.value.home.waiting} />
  );
}
