// SPDX-License-Identifier: Apache-2.0
// English. The type is the Swedish table's: a word missing here does not compile.
import type { CallerForms } from './caller';
import type { Words } from './sv';

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const en = (c: CallerForms): Words => ({
  language: 'en',
  locale: 'en-GB',
  brand: 'Medlyss',
  skipTo: 'To the content',
  mainMenu: 'Main menu',
  caller: c.Label,
  agent: 'Agent',

  nav: {
    home: 'Home', mine: 'My calls', calls: 'Calls', lists: 'Listening lists', people: 'People',
    health: 'Recording', audit: 'Access log', help: 'Help', signOut: 'Sign out',
    teams: 'Teams', lines: 'Lines and shifts', more: 'The centre',
  },
  common: {
    loading: 'Loading …', save: 'Save', saved: at => `Saved ${at}`, saving: 'Saving …',
    cancel: 'Cancel', remove: 'Remove', edit: 'Edit', add: 'Add', close: 'Close',
    more: 'Show more', all: 'All', none: 'None', any: 'All', back: 'Back', retry: 'Try again',
    from: 'From', to: 'To', name: 'Name', who: 'Who', why: 'Why', when: 'When', length: 'Length',
    optional: 'optional', untilFurther: 'until further notice', unknown: 'Unknown', search: 'Search',
    minutes: n => count(n, 'minute', 'minutes'), you: 'you', page: name => `${name} – Medlyss`,
    calls: n => count(n, 'call', 'calls'), and: 'and', done: 'Done', send: 'Send',
  },
  time: { today: 'today', yesterday: 'yesterday', at: 'at', hours: 'h', minutes: 'min', seconds: 's',
    spoken: (h, m, s) => [h && count(h, 'hour', 'hours'),
      m && count(m, 'minute', 'minutes'), count(s, 'second', 'seconds')].filter(Boolean).join(' '),
    of: (at, all) => `${at} of ${all}` },

  errors: {
    title: 'That did not work',
    offline: 'The service does not answer. Check the network and try again. What you have written is still here.',
    missing: 'What you look for does not exist, or you may not see it.',
    forbidden: 'You may not do this. Your team lead knows why.',
    agreement: 'The recording agreement does not let your role listen to this call.',
    server: 'Something went wrong in the service. Try again in a while. Tell the administrator if it goes on.',
    invalid: 'The service could not take what was sent. Check the fields and try again.',
    conflict: 'Somebody else was first. Reload the page and try again.',
    busy: 'Too many attempts. Wait a minute and try again.',
    noPage: 'There is no such page', noPageHelp: 'The address may be mistyped or old. Start again from Home.',
    audio: 'The sound could not be played. Try again. If it happens again the recording is still there, but the service cannot reach it just now.',
  },

  signin: {
    title: 'Sign in', login: 'User name', password: 'Password', submit: 'Sign in',
    wrong: 'Wrong name or password. Forgotten? Your team lead can give you a one-time code.',
    haveCode: 'I have a one-time code', about: 'Listen again, understand what happened, and make the next call a little better.',
  },
  code: {
    title: 'Use a one-time code',
    intro: 'The code is valid for 15 minutes and can be used once. It comes from your team lead, or from the installation if you are the first.',
    code: 'One-time code', first: 'I am the first administrator here',
    login: 'Choose a user name', name: 'Your name, as colleagues say it',
    password: 'New password', passwordHint: 'At least 12 characters. A sentence you remember is good.',
    short: 'The password needs at least 12 characters.',
    refused: 'The code is not valid. It may be used, mistyped or older than 15 minutes. Ask for a new one.',
    submit: 'Save the password', done: 'Done. Sign in with your new password.',
  },

  home: {
    hello: name => `Hello ${name}`,
    loadTitle: 'This holds now',
    feedback: 'Feedback', newFeedback: n => `New feedback (${n})`,
    feedbackNone: 'No feedback yet. It appears here when somebody has written something at a second of your call. You can ask someone to listen from the call’s page.',
    digest: minutes => `Hear it all, ${minutes}`, digestPlaying: (i, n) => `Pause, ${i} of ${n}`,
    fromWhom: (name, when) => `From ${name}, ${when}.`, callWhen: when => `Call ${when}.`,
    read: 'I have read this', reply: 'Reply', openAt: at => `Open at ${at}`,
    mine: 'My calls', mineAll: 'All calls',
    mineNone: 'No calls yet. They appear here just after you hang up.',
    consents: 'Asked of you', consentAsk: (who, list) => `${who} would like to use your call in the list “${list}”.`,
    consentSpan: (from, to) => `${from}–${to}.`, consentYes: 'Yes, that is fine', consentNo: 'No, not this one',
    consentListen: 'Listen first', consentUndo: 'You can change your mind at any time on the list’s page.',
    listeners: 'Who has listened to you', listenersCaption: 'The last seven days. Every playback shows here.',
    listenersNone: 'Nobody has listened to your calls in the last seven days.',
    given: 'Listening lists for you', givenNone: 'Nobody has given you a listening list yet. It appears here when you get one.',
    waiting: 'Waiting for you', waitingNone: 'Nobody waits for you just now. Tough calls and questions from the team appear here.',
    toughBy: name => `${name} had a tough call.`, threatBy: name => `${name} was threatened in a call.`,
    wondersBy: (name, text) => `${name} wonders: “${text}”`, at: at => `at ${at}`,
    notCounted: 'Counts in no statistics.', writeTo: name => `Write to ${name}`, hear: from => `Hear ${from}`,
    listenAnswer: 'Listen and answer',
    team: 'The team’s calls', teamNone: 'No calls in the team yet. They appear here just after somebody hangs up.',
    health: 'Recording', setup: 'Getting started', setupDone: 'Everything is in place.',
    setupSteps: {
      teams: 'Make the teams', people: 'Add people and give them one-time codes',
      lines: 'Enter the lines', shifts: 'Read the shifts in, so that calls get the right agent',
      agreement: 'Enter the recording agreement', recording: 'See that recording runs',
    },
    stepDone: 'Done', stepOpen: 'Left to do', noAccess: 'There is nothing here for you yet. Ask the administrator to give you a role.',
  },

  calls: {
    title: 'Calls', mineTitle: 'My calls', filters: 'Filters', clear: 'Clear filters', person: 'Agent', team: 'Team',
    hours: 'Time of day', hourFrom: 'From o’clock', hourTo: 'To o’clock', fromDay: 'From day', toDay: 'To day',
    minLength: 'At least minutes', maxLength: 'At most minutes', outcome: 'Outcome', topic: 'Topic', mark: 'Mark',
    text: 'Search titles and notes', unclaimed: 'Only calls without an agent', moreFilters: 'More filters',
    none: 'No calls fit the filters. Take one away, or search a longer time.',
    noneAtAll: 'No calls yet. They appear here just after somebody hangs up.',
    select: 'Choose', selected: n => `${count(n, 'call', 'calls')} chosen`, addTo: 'Add to listening list',
    addedTo: (n, list) => `${count(n, 'call', 'calls')} added to “${list}”. The agents are asked whether it is all right.`,
    play: what => `Play: ${what}`, untitled: 'Call', unclaimedRow: 'Who took this call?',
    measures: {
      title: 'Measures', talk: (a, b) => `talks ${a} % / ${b} %`,
      overtalk: t => `talking at once ${t}`, silence: t => `silence ${t}`, hold: t => `on hold ${t}`,
    },
    notes: n => count(n, 'note', 'notes'), gaps: 'audio missing', heard: 'Heard', mono: 'one channel',
    nextUp: n => `There are more. ${n} shown.`, shown: n => `${count(n, 'call', 'calls')} shown.`,
    newList: 'New list …', filterCaption: 'The address is the filter: it can be saved and sent.',
  },
  outcomes: {
    solved: 'Solved at once', handed_over: 'Handed to the right person', case_opened: 'Case opened',
    follow_up: 'Follow-up promised', ended_abuse: 'I ended it – it went too far',
  },
  marks: {
    thanks: 'Thanks', tough: 'Tough call', threat: 'Threat', no_answer: 'No answer found', turned: 'A call that turned',
    language: 'Hard to understand each other', share: 'To share',
  },
  noRecording: {
    refused: 'Did not want to be recorded', cancelled: 'Given up before an answer', not_answered: 'Not answered', pause: 'Recording was paused',
    no_media: 'No sound arrived', unknown_codec: 'The sound could not be read', erased: 'The sound is deleted', other: 'No sound',
  },
  noRecordingNote: 'The row is here, the sound is not.',
  directions: { in: 'incoming', out: 'outgoing', internal: 'internal', unknown: '' },

  call: {
    recordedUnder: (version, title) => `Recording agreement, version ${version}: ${title}`,
    next: what => `Next: ${what}`, previousList: name => `${name}`, position: (i, n) => `call ${i} of ${n}`,
    heard: (a, b) => `Heard ${a} of ${b}`, whoHeard: n => `Who has listened (${n})`,
    listenersTitle: 'Who has listened', listenersCaption: 'The agent sees the same list.', listenersNone: 'Nobody has listened yet.', opened: 'opened',
    whoTook: 'Who took this call?', whoTookHelp: 'Several people sat at the line, so the call has no agent yet.',
    claim: 'It was me', assign: 'It was', notMine: 'Not my call', claimed: 'The call is yours.',
    swap: 'Swap sides', swapHelp: 'Are the voices on the wrong sides? Change their places. The sound is not coded again.', swapped: 'The sides are swapped.',
    segments: 'The call went', callerLine: 'From', rename: 'Change title', titleLabel: 'Title, a few words about the call',
    addToList: 'Add to listening list', withSpan: (from, to) => `Only ${from}–${to}`,
    askCoach: 'Ask someone to listen', facts: 'About the call', side: 'What happened', spanList: 'The sound in words', spansNone: 'No gaps, holds or long silences.',
    sealed: when => `Saved ${when}`, untouched: 'The sound is untouched from the wire.', mono: 'One channel only: the voices cannot be told apart.',
    about: 'The call', done: 'Done, play the next',
  },
  reasons: {
    ask: 'Why do you listen?', help: 'The agent sees the reason. It holds for the whole queue until you change it.', now: reason => `Reason: ${reason}`, change: 'Change reason',
    review: 'Review', own: 'Own call', programme: 'Training', calibration: 'Calibration', complaint: 'Complaint', other: 'Other', export: 'Disclosure',
    otherText: 'Write the reason', start: 'Start listening',
  },
  player: {
    title: 'Player', play: 'Play', pause: 'Pause', back: '−5 s', ahead: '+5 s', prev: 'Previous mark', next: 'Next mark',
    slider: 'Time in the call', rate: 'Speed', skip: 'Skip silence', effective: x => `${x}× in effect`,
    pan: 'Stereo', pans: { soft: 'Soft stereo', mono: 'Mono', wide: 'Full width' }, hear: 'Hear', both: 'Both', sound: 'Sound',
    level: who => `Level, ${who}`, zoom: 'Zoom', wider: 'Show more of the call', closer: 'Show closer', whole: 'All',
    loop: 'Repeat A–B', loopA: at => `A ${at}, press B again for the end`, loopOn: (a, b) => `Repeats ${a}–${b}`, loopOff: 'Stop repeating',
    goTo: 'Go to time', goToHelp: 'mm:ss', goBad: 'Write a time like 2:41.', talks: who => `${who} talks`, both_talk: 'both talk', quiet: 'quiet',
    loading: 'Loading the sound …', noSound: 'No sound', span: (from, to) => `Span ${from}–${to}`, spanClear: 'Drop the span', settings: 'Sound choices',
    mediaTitle: 'Call', map: 'The whole call',
  },
  spans: {
    overtalk: 'Talking at once', silence: 'Silence', dead_air: 'Long silence', hold: 'On hold', pause: 'Recording paused',
    missing: who => who === 'caller' ? `${c.Label}’s audio missing`
      : who === 'agent' ? 'Agent’s audio missing' : 'Audio missing',
    missingShort: 'Audio missing', missingTiny: 'Missing', overtalkShort: 'At once', holdShort: 'Hold', pauseShort: 'Pause', monologue: 'Longest talk in one', interruption: 'Interruption',
    reasons: {
      lost: 'packets lost', hold: 'on hold', pause: 'paused', dtx: 'the phone sent nothing', not_seen: 'never reached the recorder', restart: 'the recorder was restarted',
      unknown_codec: 'unknown sound format', decoder_failed: 'the sound could not be read',
    },
  },
  notes: {
    title: 'Notes', none: 'No notes yet. Listen, and write where you hear something: the note is pinned to the second.',
    write: 'Write a note', writeAt: at => `Write a note at ${at} …`, saveAt: at => `Pin to ${at}`,
    kind: 'Kind', aspect: 'About', kinds: { note: 'Note', keep: 'Keep doing', try: 'Try next time', private: 'Only me' },
    aspects: { said: 'What was said', met: 'How it was met' }, reply: 'Reply', replyTo: name => `Reply to ${name}`, sendReply: 'Send the reply',
    edited: 'changed', deleted: 'Removed by its author.', confirmRemove: 'Remove the note?', by: name => name, privateHelp: 'Only you see it.',
    playFrom: at => `Play from ${at}`, filterList: 'Marks in order of time', earlier: '1 s earlier', later: '1 s later', at: 'Pin to', markBy: name => name,
    answers: n => count(n, 'reply', 'replies'), saved: 'The note is saved.',
  },
  sideForm: {
    outcome: 'Outcome', topics: 'Topics', marks: 'Mark the call', markAt: at => `at ${at}`, noTopics: 'No topics yet. The administrator enters them.',
    chooseOutcome: 'Choose an outcome', chooseTopics: 'Choose topics', chooseMark: 'Mark this place', removeMark: what => `Remove the mark ${what}`, noOutcome: 'None chosen',
  },

  lists: {
    title: 'Listening lists', create: 'New list', titleLabel: 'Name of the list', whyLabel: 'What should the listener notice?',
    none: 'No lists yet. Make one and add calls from the call list.', noneReader: 'Nobody has given you a list yet.', items: n => count(n, 'call', 'calls'), readers: n => count(n, 'person', 'people'),
    play: 'Play the list', resume: at => `Go on, ${at}`, again: 'Play from the start', finished: 'Heard to the end', by: name => `By ${name}`,
    inOrder: 'In order', empty: 'The list is empty. Go to the calls, choose some and press “Add to listening list”.', toCalls: 'To the calls',
    up: 'Move up', down: 'Move down', moved: (what, at) => `${what} is now number ${at}.`, dragHelp: 'Drag the row, or move it with the arrows.',
    itemWhy: 'Why this one', from: 'From', to: 'To', whole: 'whole', consent: { asked: 'Waits for an answer', yes: 'Said yes', no: 'Said no' },
    consentHelp: 'A call is played only when its agent has said yes.', give: 'Give the list to', givenTo: 'Who has the list', noReaders: 'Nobody has the list yet.', giveButton: 'Give', given: name => `${name} has the list.`,
    at: (i, n) => `${i} of ${n}`, notBegun: 'not begun', removeList: 'Remove the list', confirmRemove: 'Remove the list? The calls stay.', pick: 'Which list?', changed: 'The change is saved.',
    yesNow: 'Yes, use it', noNow: 'No, do not use it', yourAnswer: 'Your answer', waitingFor: n => `${n} waiting for the agent’s yes and not played yet.`,
  },
  listplay: {
    progress: (done, n, left) => `${done} of ${n} done, about ${left} left.`, continues: 'Goes on where you stopped.', finished: 'You have heard the whole list.', none: 'Nothing in the list can be played yet: the agents have not answered.',
    fromCall: (name, from, to) => `From a call with ${name}, ${from}–${to}.`, slower: 'Slower, 0.75×', normal: 'Ordinary speed', nextOne: 'Next', again: 'Hear again', part: (i, n) => `${i} of ${n}`, playItem: i => `Play number ${i}`,
    up: 'upwards', down: 'downwards', saidYes: name => `${name} has said yes to your listening.`,
  },

  people: {
    title: 'People', add: 'Add a person', login: 'User name', role: 'Role', team: 'Team', languages: 'Languages the person understands', languagesHelp: 'Like sv en fi', none: 'No people yet. Add the first one here.', wholeSite: 'The whole centre', noTeam: 'No team',
    roles: { agent: 'Agent', coach: 'Coach', newhire: 'New hire', trainer: 'Trainer', quality: 'Quality lead', dpo: 'Data protection officer', admin: 'Administrator', guest: 'Guest' },
    states: { invited: 'Invited', active: 'Active', left: 'Has left' }, invite: 'Give a one-time code', recover: 'New one-time code', code: name => `One-time code for ${name}`,
    codeHelp: 'Say it or write it down. It is valid for 15 minutes, once, and is not shown again. The person is signed out everywhere.', codeUntil: at => `Valid until ${at}.`, leave: 'Has left', confirmLeave: name => `Has ${name} left? The person is signed out, can no longer sign in, and consents to lists end.`, grants: 'Roles', addGrant: 'Add a role', removeGrant: what => `Remove the role ${what}`, added: name => `${name} is added. Give a one-time code so that the person can sign in.`,
  },
  teams: { title: 'Teams', add: 'Add a team', name: 'The team’s name', none: 'No teams yet. A coach hears only calls of her own teams: begin here.', members: 'People' },
  lines: {
    title: 'Lines and shifts', lines: 'Lines', add: 'Add a line', name: 'Name', address: 'Number or SIP address', addressHelp: 'Like 1003 or 1003@pbx.example', none: 'No lines yet. Without them the recorder does not know which side is the agent.',
    shifts: 'Shifts', shiftsHelp: 'Who sat where, and when. Read in a CSV file with the columns login,line,from,to,duty.', shiftsNone: 'No shifts this week. Without shifts the call asks “Who took this call?”.', file: 'CSV file with shifts', paste: 'or paste the rows here', read: 'Read the shifts in', added: n => count(n, 'shift was added.', 'shifts were added.'), refused: n => count(n, 'row was refused:', 'rows were refused:'), row: n => `Row ${n}`, duties: { phone: 'Phone', lead: 'Lead', training: 'Training' }, week: 'This week', reading: 'Reading …',
  },
  health: {
    title: 'Recording', since: day => `Calls are recorded since ${day}`, under: (version, who) => `under the agreement, version ${version}, signed by ${who}.`, not: 'Nothing is recorded.', notWhy: 'No agreement is in force. Recording begins when one is entered.',
    programs: 'The programs', programsNone: 'No program has been heard of yet. Start the recorder on the machine with medlyss run.', program: 'Program', state: 'State', seen: 'Last heard of', ok: 'Runs', bad: 'Not heard of', programHelp: 'Look at the service on the machine: medlyss run restarts what has stopped.', missing: 'What is missing, the last day', missingNone: 'No audio is missing in the last day.', waiting: (n, size) => n ? `${count(n, 'call waits', 'calls wait')} to be finished (${size}).` : 'No calls wait to be finished.', alarms: 'Alarms', side: 'Side', open: 'Open the call', sides: { agent: 'Agent', caller: c.Label, both: 'Both', mix: 'Both' },
    agreements: 'Agreements', agreementsNone: 'No agreement is entered.', version: 'Version', signedBy: 'Signed by', inForce: 'In force from', newAgreement: 'Enter a new version', agreementTitle: 'Short title, shown on every call', agreementBody: 'Purpose, who may listen, days kept', purpose: 'Purpose', retention: 'Deleted after days', veto: 'The agent may refuse that a call is used', windows: 'High load', windowsHelp: 'Snow chaos, crisis: the calls are marked and compared apart. The text shows on everybody’s home.', windowName: 'Name', windowSays: 'This holds now', startWindow: 'Begin now', endWindow: 'End', windowsNone: 'No high load is declared.', listeners: 'Who may listen',
    footer: (site, day, version, who) => `${site}. Calls are recorded since ${day} under the agreement, version ${version}, signed by ${who}.`, footerNone: site => `${site}. Nothing is recorded: no agreement is in force.`,
  },
  audit: { title: 'Access log', help: 'Every row is chained to the one before. A later change shows.', object: 'Show only what is about (id)', none: 'No rows for that id. Check that the whole id came along.', at: 'When', actor: 'Who', event: 'Event', about: 'About', detail: 'Detail', program: 'a program' },

  help: {
    title: 'Help and keys', intro: 'The whole review can be done from the keyboard. No key needs AltGr.', keys: 'Keys', key: 'Key', does: 'Does', change: 'Change', press: 'Press the new key, or Esc.', taken: what => `The key already does: ${what}.`, reset: 'Restore all', where: 'The keys work', wheres: { all: 'everywhere on the call’s page', player: 'only when the player has focus', off: 'not at all' }, reader: 'With a screen reader: go to the slider “Time in the call”, there the keys come through.', language: 'Language', languages: { sv: 'Svenska', en: 'English' }, backoff: 'A note is pinned this long before its first key', seconds: n => `${n} s`, choices: 'Your choices', pictures: 'What the picture says',
    legend: { missing: 'Slanted hatch: audio missing on that side', hold: 'Upright lines: on hold', pause: 'Dashed box: recording paused', overtalk: 'Bracket: both talk at once', silence: 'Empty with a time: silence', keep: 'Filled ring: keep doing', try: 'Open ring: try next time', thanks: 'Diamond: thanks', gap: 'Open square: no answer found, tough call and other marks', note: 'Small filled square: note' },
    groups: { play: 'Play', move: 'Move', hear: 'Hear', write: 'Write', call: 'The call' },
  },
  actions: {
    play: 'Play or pause', back5: '5 seconds back', ahead5: '5 seconds ahead', back1: '1 second back', ahead1: '1 second ahead', slower: 'Slower', faster: 'Faster', tenth: 'Jump to a tenth (with shift)', skip: 'Skip silence, on or off', overtalkNext: 'Next talking at once', overtalkPrev: 'Previous talking at once', markNext: 'Next mark', markPrev: 'Previous mark', soloAgent: 'Hear only the agent', soloBoth: 'Hear both', soloCaller: `Hear only ${c.the}`, note: 'Write a note here', spanStart: 'Span starts here', spanEnd: 'Span ends here', again: '4 seconds back at ordinary speed', goTo: 'Go to time', loop: 'Repeat A–B', topic: 'Choose topics', outcome: 'Choose an outcome', mark: 'Mark this place', submit: 'Done: save and play the next', help: 'Show help', zoomIn: 'Show closer', zoomOut: 'Show more',
  },
});
