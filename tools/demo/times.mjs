// SPDX-License-Identifier: Apache-2.0
// The centre's own time: Europe/Stockholm, on the days just before the demo runs.
const zone = 'Europe/Stockholm';
const parts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit',
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});

const wallOf = (ms) => {
  const p = Object.fromEntries(parts.formatToParts(ms).map((x) => [x.type, Number(x.value)]));
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);
};

// "08:12:20" so many days before `now`, as milliseconds UTC.
export const localTime = (now, daysAgo, clock) => {
  const [h, m, s = 0] = clock.split(':').map(Number);
  const today = wallOf(now);
  const midnight = today - (today % 86400000);
  const wanted = midnight - daysAgo * 86400000 + ((h * 60 + m) * 60 + s) * 1000;
  const guess = wanted - (today - Math.floor(now / 1000) * 1000);
  return guess + (wanted - wallOf(guess)); // the zone's offset may differ on that day
};

// The same, never in the future: what has not happened yet today happened yesterday.
export const pastTime = (now, daysAgo, clock) => {
  const at = localTime(now, daysAgo, clock);
  return at < now - 15 * 60000 ? at : localTime(now, daysAgo + 1, clock);
};
