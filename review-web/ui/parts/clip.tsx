// SPDX-License-Identifier: Apache-2.0
// A clip of a call, as a picture: for what is heard from lists and programmes.
import { useEffect, useRef } from 'preact/hooks';
import type { CallRow } from '../api/types';
import { drawSnippet } from '../player/draw';
import type { Peaks } from '../player/peaks';
import { words } from '../words';
import { area } from '../words/area';
import { enListplay, svListplay } from '../words/listplay';
import { clock } from '../words/format';

const lp = area(svListplay, enListplay);

/** The clip's own seconds in two lanes, and where the sound is in them. */
export function ClipPicture({
  call,
  from,
  to,
  at,
  peaks,
}: {
  call: CallRow;
  from: number;
  to: number;
  at: number;
  peaks: Peaks | null;
}) {
  const w = words.value;
  const canvas = useRef<HTMLCanvasElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const view = { from, to };
  useEffect(() => {
    const draw = () =>
      canvas.current &&
      drawSnippet(
        canvas.current,
        { peaks, shades: [], pins: [], solo: 'both', span: null, name: () => [], clock },
        view,
      );
    const size = new ResizeObserver(draw);
    if (canvas.current) size.observe(canvas.current);
    return () => size.disconnect();
  }, [call.id, from, to, peaks]);
  useEffect(() => {
    const share = (at - view.from) / Math.max(1, view.to - view.from);
    if (line.current) line.current.style.left = `${Math.min(1, Math.max(0, share)) * 100}%`;
  }, [at, from, to]);
  return (
    <>
      <div class="clip" aria-hidden="true">
        <canvas ref={canvas} />
        <div class="head-line" ref={line} />
      </div>
      <p class="clip-ends quiet">
        <span>
          <b id="now">{clock(Math.min(at, to))}</b> / {clock(to)}
        </span>
        <span>
          <span class="agent">{call.agent?.name.split(' ')[0] ?? w.agent}</span> {lp.value.up},{' '}
          <span class="caller">{w.caller.toLowerCase()}</span> {lp.value.down}
        </span>
      </p>
    </>
  );
}
