// SPDX-License-Identifier: Apache-2.0
// A receipt that was made another's in the very transaction that wrote it: the chain signs the row as it
// is, and its own line says who listened. The trigger is planted and gone before any program looks.
//   planted.mjs DATA CALL OTHER BIN
import { Site, check, finish } from './web/site.mjs';
const [data, call, other] = process.argv.slice(2);
const site = await new Site({ at: data }).start();
await site.signIn('lars', 'en-lang-losenmening');
const listen = () => site.ask('POST', '/api/v1/listenings', { as: 'lars', json: { interaction: call, reason: 'review' } });
const opened = await listen();
check('a coach listens', opened.status < 300, `${opened.status} ${opened.bytes}`);
const disagree = () => site.verify().split('\n').filter(line => /"audit"|listen/.test(line)).join('\n');
check('and her receipt is what the chain says', !disagree(), disagree());
// As a program would that was taken over: row and digest agree, the line beside them does not.
site.sql(`UPDATE audit SET actor = x'${other.replaceAll('-', '')}' WHERE event = 'recording.listened'`);
check('a receipt that is not whom the line names is found', /somebody listened/.test(site.verify()), site.verify());
await finish(site);
