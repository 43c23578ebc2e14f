// SPDX-License-Identifier: Apache-2.0
// What surrounds every page: the way in for the keyboard, the menu by right, the agreement below.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useKeys } from '../keys/run';
import { later } from '../state/later';
import { can, canAll, ended, holds, me, onlyOwn, signOut, teamLed } from '../state/me';
import { route } from '../state/route';
import { said } from '../state/say';
import { words } from '../words';
import { day } from '../words/format';
import { Icon } from './icon';

const Box = later(() => import('./box').then(file => file.Box));
const AgainDialog = later(() => import('./again').then(file => file.AgainDialog));

type Entry = { to: string; name: string };

function entries(): Entry[] {
  const { nav } = words.value;
  const list: (Entry | false)[] = [
    { to: '/', name: nav.home },
    can('RATE') && { to: '/work', name: nav.work },
    can('LISTEN') && {
      to: '/calls',
      name: onlyOwn.value ? nav.mine : nav.calls,
    },
    can('LISTEN') && { to: '/lists', name: nav.lists },
    can('LISTEN') && { to: '/programmes', name: nav.programmes },
    can('TRENDS') && holds('OWN', 'LEADS') && { to: development(), name: nav.development },
    can('RATE') && { to: '/quality', name: nav.quality },
    can('CODES') && { to: '/people', name: nav.people },
    canAll('STAFF') && { to: '/teams', name: nav.teams },
    canAll('STAFF') && { to: '/lines', name: nav.lines },
    canAll('STAFF') && { to: '/systems', name: nav.systems },
    (can('HEALTH') || can('WATCH') || holds('NONE')) && { to: '/health', name: nav.health },
    canAll('AUDIT') && { to: '/audit', name: nav.audit },
    { to: '/me', name: nav.own },
    { to: '/help', name: nav.help },
  ];
  return list.filter(entry => entry !== false);
}

/** Over time: the whole centre, the team one leads, or oneself. */
function development(): string {
  if (canAll('TRENDS')) return '/trends/centre';
  const team = teamLed('TRENDS');
  if (!team) return '/trends';
  return `/trends/team/${typeof team === 'string' ? team : team.id}`;
}

function current(to: string): 'page' | undefined {
  const { path } = route.value;
  return path === to || (to !== '/' && path.startsWith(`${to}/`)) ? 'page' : undefined;
}

function Menu() {
  const w = words.value;
  return (
    <nav aria-label={w.mainMenu}>
      <ul>
        {entries().map(({ to, name }) => (
          <li key={to}>
            <a href={to} aria-current={current(to)}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Said() {
  const w = words.value;
  const now = said.value;
  return (
    <div role={now?.bad ? 'alert' : 'status'} aria-live={now?.bad ? 'assertive' : 'polite'}>
      {now && (
        <div class={now.bad ? 'said bad' : 'said'}>
          <p>{now.text}</p>
          {now.bad && (
            <button
              type="button"
              class="btn"
              onClick={() => {
                said.value = null;
              }}
            >
              {w.common.close}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Foot() {
  const who = me.value;
  useEffect(() => {
    import('./printed').then(file => file.startPrinted()).catch(() => {}); // without it, a page without a date
  }, []);
  if (!who) return null;
  const { footer, footerNone } = words.value.health;
  const { agreement, site } = who;
  return (
    <footer class="foot">
      {agreement ? (
        <a href="/agreement">
          {footer(site.name, day(agreement.from_ms, true), agreement.version, agreement.signed_by)}
        </a>
      ) : (
        footerNone(site.name)
      )}
      <p class="printed" id="printed" />
    </footer>
  );
}

/** Only for those whose calls there are to be found. */
function Find() {
  const open = useSignal(false);
  const show = () => {
    open.value = true;
  };
  useKeys({ find: show });
  return (
    <>
      <button type="button" class="btn plain" onClick={show}>
        {words.value.nav.find}
      </button>
      {open.value && (
        <Box
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}

export function Shell({ children }: { children: ComponentChildren }) {
  const w = words.value;
  const who = me.value;
  return (
    <>
      <a class="skip" href="#main">
        {w.skipTo}
      </a>
      <header class="top">
        <a class="brand" href="/">
          <Icon name="mark" />
          {w.brand}
        </a>
        {who && <Menu />}
        {who && (
          <p class="me">
            {can('CALLS') && <Find />}
            <span>{who.name}</span>
            <button type="button" class="btn plain" onClick={() => void signOut()}>
              {w.nav.signOut}
            </button>
          </p>
        )}
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Foot />
      <Said />
      {ended.value && <AgainDialog />}
    </>
  );
}
