// SPDX-License-Identifier: Apache-2.0
// What capture met and could not read, by the words of recorder/wire/unread.def (tests/flow/tap.sh sees
// to it that none is missing): after the number, in Swedish and in English.
const UNREAD: Record<string, readonly [string, string]> = {
  link: [
    'ramar i ett länkformat som inte kan tolkas',
    'frames of a link layer that is not understood',
  ],
  type: [
    'ramar av en EtherType som inte kan tolkas',
    'frames of an EtherType that is not understood',
  ],
  cut: [
    'paket avkortade av avtappningens gräns (snap length)',
    'packets cut by the capture’s snap length',
  ],
  malformed: ['paket som motsäger sig själva', 'packets that contradict themselves'],
  fragments: ['paket vars delar inte alla kom', 'datagrams whose fragments did not all come'],
  tcp_holes: ['hål i SIP över TCP', 'holes in SIP over TCP'],
  tls: [
    'förbindelser med SIP över TLS, som inte kan läsas',
    'connections of SIP over TLS, which cannot be read',
  ],
  websocket: [
    'förbindelser med SIP i WebSocket, som inte läses',
    'connections of SIP in a WebSocket, which are not read',
  ],
  sctp: ['paket med SIP över SCTP, som inte läses', 'packets of SIP over SCTP, which are not read'],
  signalling: [
    'förbindelser med ett annat samtalsprotokoll (H.323, Skinny, H.248), som inte läses',
    'connections of another call protocol (H.323, Skinny, H.248), which are not read',
  ],
  esp: ['paket krypterade med IPsec', 'packets encrypted by IPsec'],
  macsec: ['ramar krypterade med MACsec', 'frames encrypted by MACsec'],
  turn: [
    'ljudpaket i en TURN-kanal, som inte läses',
    'packets of media inside a TURN channel, which are not read',
  ],
  wlan: [
    'ramar ur trådlöst nät, krypterade eller okända',
    'frames of Wi-Fi, encrypted or not understood',
  ],
  ppp: ['PPP-ramar, komprimerade eller krypterade', 'frames of PPP, compressed or encrypted'],
  vxlan: ['ramar i VXLAN utan IP i', 'frames in VXLAN without IP inside'],
  geneve: ['ramar i Geneve utan IP i', 'frames in Geneve without IP inside'],
  gre: ['ramar i GRE utan IP i', 'frames in GRE without IP inside'],
  erspan: ['ramar i ERSPAN utan IP i', 'frames in ERSPAN without IP inside'],
  tzsp: ['ramar i TZSP utan IP i', 'frames in TZSP without IP inside'],
  gtp: ['ramar i GTP-U utan IP i', 'frames in GTP-U without IP inside'],
  l2tp: ['ramar i L2TP utan IP i', 'frames in L2TP without IP inside'],
  mpls: ['ramar i MPLS utan IP i', 'frames in MPLS without IP inside'],
  hep: ['HEP-paket, komprimerade eller okända', 'packets of HEP, compressed or not understood'],
  tunnel: ['ramar i en tunnel som inte kan tolkas', 'frames in a tunnel that is not understood'],
  deep: ['paket i fler tunnlar än som öppnas', 'packets in more tunnels than are followed'],
};

/** "30 connections of …", "1 ram i …": `at` is 0 for Swedish, 1 for English. */
export function unreadText(word: string, n: number, at: 0 | 1): string {
  const text = UNREAD[word]?.[at] ?? word;
  if (n !== 1) return text;
  return at ? text.replace(/s /, ' ') : text.replace(/^(ram|förbindelse)\S*/, '$1');
}

export const UNREAD_TITLE = [
  'Det som inte kunde läsas, sedan starten',
  'What could not be read, since the start',
] as const;
export const UNREAD_OF = (frames: string) => [`av ${frames} ramar`, `of ${frames} frames`] as const;

// What capture saw of calls and did not record, by the words of recorder/call/passed.def: of one and of
// many, in Swedish and in English.
const PASSED: Record<string, readonly [string, string, string, string]> = {
  encrypted: [
    'krypterat paket, vars nyckel inte syns eller vars chiffer inte är känt',
    'krypterade paket, vars nyckel inte syns eller vars chiffer inte är känt',
    'packet encrypted, whose key is not seen or whose cipher is not known',
    'packets encrypted, whose key is not seen or whose cipher is not known',
  ],
  forged: ['förfalskat paket', 'förfalskade paket', 'packet forged', 'packets forged'],
  video: [
    'paket med bild, som inte spelas in',
    'paket med bild, som inte spelas in',
    'packet of video, which is not recorded',
    'packets of video, which is not recorded',
  ],
  recordings: [
    'inspelning av en annan inspelare',
    'inspelningar av en annan inspelare',
    'session of another recorder',
    'sessions of another recorder',
  ],
  after_end: [
    'paket efter sitt samtals slut',
    'paket efter sina samtals slut',
    "packet after its call's end",
    "packets after their call's end",
  ],
  strays: [
    'paket som inte hör till samtalet det kom till',
    'paket som inte hör till samtalet de kom till',
    'packet that is not of the call it came to',
    'packets that are not of the call they came to',
  ],
  fax: [
    'paket av ett fax, som inte spelas in',
    'paket av fax, som inte spelas in',
    'packet of a fax, which is not recorded',
    'packets of faxes, which are not recorded',
  ],
  foreign: [
    'paket som varken är SIP eller media',
    'paket som varken är SIP eller media',
    'packet that is neither SIP nor media',
    'packets that are neither SIP nor media',
  ],
  no_room: ['samtal utan plats', 'samtal utan plats', 'call without room', 'calls without room'],
  over_limit: [
    'samtal mer än vad som får spelas in samtidigt',
    'samtal fler än vad som får spelas in samtidigt',
    'call beyond what may be recorded at once',
    'calls beyond what may be recorded at once',
  ],
  evicted: [
    'tyst samtal som fick lämna plats åt andra',
    'tysta samtal som fick lämna plats åt andra',
    'silent call gave way to others',
    'silent calls gave way to others',
  ],
  branches: [
    'förgrening som inte följdes',
    'förgreningar som inte följdes',
    'branch of a fork not followed',
    'branches of forks not followed',
  ],
  descriptions: [
    'sessionsbeskrivning utan plats',
    'sessionsbeskrivningar utan plats',
    'session description without room',
    'session descriptions without room',
  ],
  places: [
    'medieadress utan plats',
    'medieadresser utan plats',
    'media address without room',
    'media addresses without room',
  ],
  locks: [
    'nyckeluppsättning som gavs upp',
    'nyckeluppsättningar som gavs upp',
    'set of keys given up',
    'sets of keys given up',
  ],
  dialogs: [
    'dialog som inte längre följs',
    'dialoger som inte längre följs',
    'dialog no longer followed',
    'dialogs no longer followed',
  ],
  held: [
    'väntande paket som gavs upp',
    'väntande paket som gavs upp',
    'waiting packet given up',
    'waiting packets given up',
  ],
};

export function passedText(word: string, n: number, at: 0 | 1): string {
  return PASSED[word]?.[2 * at + (n === 1 ? 0 : 1)] ?? word;
}

export const PASSED_TITLE = [
  'Det som sågs och inte spelades in, sedan starten',
  'What was seen and not recorded, since the start',
] as const;

export const STRANGE_TEXT = (port: number, word: string, n: string) =>
  [`UDP-port ${port}: ${n} av ${word}`, `UDP port ${port}: ${n} of ${word}`] as const;

export const STRANGE_TITLE = [
  'Det som varken är SIP eller ljud ser ut som',
  'What is neither SIP nor media looks like',
] as const;
