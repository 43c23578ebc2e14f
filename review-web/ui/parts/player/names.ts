// SPDX-License-Identifier: Apache-2.0
// What the picture writes on a span, the list says of it, and the slider speaks.
import type { Call } from '../../api/types';
import type { Shade } from '../../player/shades';
import type { Turn } from '../../player/peaks';
import { words } from '../../words';
import { spokenTime, stretch } from '../../words/format';

/** Whose voice the agent's lane is at this place: a call that went from one to the next has several. */
export function laneName(call: Call, ms: number): string {
  const part = call.segments.find(one => ms >= one.from_ms && ms < one.to_ms);
  const who = call.segments.length > 1 ? part?.agent : (part?.agent ?? call.agent);
  return who?.name.split(' ')[0] ?? words.value.agent;
}

/** From the longest to the shortest; the picture takes the first that fits. */
export function shadeNames(shade: Shade): string[] {
  const { spans } = words.value;
  const long = stretch(shade.from, shade.to);
  switch (shade.kind) {
    case 'missing':
      return [spans.missing(shade.side), spans.missingShort, spans.missingTiny];
    case 'hold':
      return [`${spans.hold} ${long}`, spans.hold, spans.holdShort];
    case 'pause':
      return [spans.pause, spans.pause.replace(' ', '\n'), spans.pauseShort];
    case 'foreign':
      return [
        spans.foreign,
        spans.foreign.replace(' att', '\natt').replace(' to', '\nto'),
        spans.foreignShort,
      ];
    case 'silence':
      return [long];
    case 'overtalk':
      return [spans.overtalk, spans.overtalkShort];
  }
}

export function shadeSentence(shade: Shade): string {
  const { spans } = words.value;
  const name = shade.kind === 'missing' ? spans.missing(shade.side) : spans[shade.kind];
  const why = shade.kind === 'missing' && shade.reason ? ` (${spans.reasons[shade.reason]})` : '';
  return `${name}${why}, ${stretch(shade.from, shade.to)}`;
}

const within = (turns: Turn[] | undefined, ms: number) =>
  turns?.some(turn => ms >= turn.from && ms < turn.to) ?? false;

/** As a person would say it, and who is talking: the picture says that to the eye. */
export function spokenPlace(
  ms: number,
  length: number,
  shades: Shade[],
  turns: Turn[][],
  agent: string,
): string {
  const { player, time, caller, spans } = words.value;
  const place = time.of(spokenTime(ms), spokenTime(length));
  const shade = shades.find(one => ms >= one.from && ms < one.to);
  if (shade) {
    const name = shade.kind === 'missing' ? spans.missing(shade.side) : spans[shade.kind];
    return `${place}, ${name.toLowerCase()}`;
  }
  if (turns.length === 0) return place;
  const [a, c] = [within(turns[0], ms), within(turns[1], ms)];
  const who =
    a && c
      ? player.both_talk
      : a
        ? player.talks(agent)
        : c
          ? player.talks(caller.toLowerCase())
          : player.quiet;
  return `${place}, ${who}`;
}
