// SPDX-License-Identifier: Apache-2.0
// The two lanes and the small map. One operates the slider; the picture inside it is decoration.
import { effect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { drawMap, drawWave, type Picture, type Pin } from '../../player/draw';
import type { Player } from '../../state/player';
import { words } from '../../words';
import { clock } from '../../words/format';
import { Square } from '../bits';
import { shadeNames, spokenPlace } from './names';

const STEPS: Record<string, number> = {
  ArrowLeft: -5000,
  ArrowDown: -5000,
  ArrowRight: 5000,
  ArrowUp: 5000,
  PageUp: 30_000,
  PageDown: -30_000,
  Home: -Infinity,
  End: Infinity,
};

type Props = { player: Player; agent: string; pins: Pin[] };

function usePicture(player: Player, pins: Pin[]): () => Picture {
  const kept = useRef(pins);
  kept.current = pins;
  return useMemo(
    () => () => ({
      peaks: player.peaks.value,
      shades: player.shades.value,
      pins: kept.current,
      solo: player.solo.value,
      span: player.loop.value ?? player.span.value,
      name: shadeNames,
      clock,
    }),
    [player],
  );
}

/** Draws when something it read has changed, when the element's size has, or the colours. */
function useDrawing(
  draw: () => void,
  canvas: { current: HTMLCanvasElement | null },
  deps: unknown[],
) {
  useEffect(() => {
    const off = effect(draw);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const later = () => requestAnimationFrame(draw);
    scheme.addEventListener('change', later);
    const size = new ResizeObserver(draw);
    if (canvas.current) size.observe(canvas.current);
    return () => {
      off();
      size.disconnect();
      scheme.removeEventListener('change', later);
    };
  }, deps);
}

function usePlayhead(
  player: Player,
  place: (ms: number, line: HTMLElement) => void,
  deps: unknown[],
) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const move = (ms: number) => {
      if (line.current) place(ms, line.current);
    };
    const off = player.onFrame(move);
    const view = player.view.subscribe(() => move(player.at()));
    return () => {
      off();
      view();
    };
  }, deps);
  return line;
}

function across(event: { clientX: number; currentTarget: EventTarget | null }): number {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
}

export function Seek({ player, agent, pins }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = usePicture(player, pins);
  const pinKey = JSON.stringify(pins);
  useDrawing(
    () => {
      if (!canvas.current) return;
      player.fit(canvas.current.clientWidth);
      drawWave(canvas.current, picture(), player.view.value);
    },
    canvas,
    [player, pinKey, words.value],
  );
  const line = usePlayhead(
    player,
    (ms, element) => {
      const { from, to } = player.view.peek();
      const x = ((ms - from) / (to - from)) * (canvas.current?.clientWidth ?? 0);
      element.style.transform = `translateX(${x.toFixed(1)}px)`;
      element.style.visibility = ms < from || ms > to ? 'hidden' : 'visible';
    },
    [player],
  );
  const keys = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    player.step(step);
  };
  const point = (event: PointerEvent) => {
    const { from, to } = player.view.peek();
    player.seek(from + across(event) * (to - from));
  };
  const now = Math.floor(player.now.value / 1000);
  return (
    <div
      class="seek"
      id="seek"
      role="slider"
      tabIndex={0}
      aria-label={words.value.player.slider}
      aria-valuemin={0}
      aria-valuemax={Math.floor(player.length / 1000)}
      aria-valuenow={now}
      aria-valuetext={spokenPlace(
        now * 1000,
        player.length,
        player.shades.value,
        player.turns.value,
        agent,
      )}
      onKeyDown={keys}
      onPointerDown={point}
    >
      <canvas class="wave" ref={canvas} />
      <div class="head-line" ref={line} />
    </div>
  );
}

/** Puts the frame over what the lanes show. */
function placeFrame(frame: HTMLElement, player: Player) {
  const { from, to } = player.view.value;
  frame.style.left = `${(from / player.length) * 100}%`;
  frame.style.width = `${Math.max(0.8, ((to - from) / player.length) * 100)}%`;
}

export function Map({ player, pins }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const picture = usePicture(player, pins);
  useDrawing(
    () => {
      if (canvas.current) drawMap(canvas.current, picture(), player.length, player.heard.value);
    },
    canvas,
    [player],
  );
  useEffect(
    () =>
      effect(() => {
        if (frame.current) placeFrame(frame.current, player);
      }),
    [player],
  );
  const line = usePlayhead(
    player,
    (ms, element) => {
      const x = (ms / player.length) * (canvas.current?.clientWidth ?? 0);
      element.style.transform = `translateX(${x.toFixed(1)}px)`;
    },
    [player],
  );
  return (
    <div
      class="map"
      aria-hidden="true"
      onPointerDown={event => player.seek(across(event) * player.length)}
    >
      <canvas ref={canvas} />
      <div class="frame" ref={frame} />
      <div class="head-line" ref={line} />
    </div>
  );
}

export function Zoom({ player }: { player: Player }) {
  const w = words.value.player;
  return (
    <div class="zoom" role="group" aria-label={w.zoom}>
      <Square icon="minus" name={w.wider} onClick={() => player.zoom(2)} />
      <Square icon="plus" name={w.closer} onClick={() => player.zoom(0.5)} />
      <button type="button" class="btn plain" onClick={() => player.whole()}>
        {w.whole}
      </button>
    </div>
  );
}
