// SPDX-License-Identifier: Apache-2.0
// Swedish: the calls that wait to be heard.
const calls = (n: number) => `${n} samtal`;

const list = (all: string[]) => new Intl.ListFormat('sv').format(all);

export const svWork = () => ({
  title: 'Att lyssna på',
  left: (n: number, all: number, minutes: string) =>
    n ? `${n} av ${all} kvar i dag, ungefär ${minutes}.` : 'Inget kvar i dag.',
  ends: (day: string) => `Perioden slutar ${day}.`,
  begin: 'Börja lyssna',
  goOn: 'Fortsätt lyssna',
  sample: 'Stickprov',
  filters: 'Visa bara',
  unheard: 'Inte hörda den här perioden',
  chosen: 'Utvald: stickprov',
  standsIn: 'i stället för ett samtal som drogs tillbaka',
  notYet: (name: string) => `${name} har inte hörts den här perioden`,
  bothPlans: (plans: string[]) => `Draget i ${list(plans)}: bedöms en gång och räknas i alla.`,
  eachForm: (each: [plan: string, form: string][]) =>
    `Draget i ${each.length} planer, med var sin mall: ${each.map(([plan, form]) => `${plan} (${form})`).join(', ')}.`,
  language: (name: string) => `på ${name}`,
  due: (day: string) => `Senast ${day}`,
  redrawn: 'Dras ett samtal tillbaka av medarbetaren lottas ett nytt fram.',
  noPlanOfYours:
    'Inget stickprov drar samtal åt dig än. Du lägger upp dem under Kvalitet och väljer vem som lyssnar.',
  noPlan:
    'Inget stickprov drar samtal åt dig än. Kvalitetsansvarig lägger upp dem under Kvalitet och väljer vem som lyssnar.',
  none: (ends: string) => `Inget väntar på dig. Nya samtal dras ${ends}.`,
  noneToday: (n: number, ends: string) =>
    `Allt som drogs åt dig är hört, ${calls(n)} i dag. Nya dras ${ends}.`,
  noneDrawn: (n: number, ends: string) =>
    `${n ? `Du har hört ${calls(n)} i dag, och inget` : 'Inget'} mer är draget åt dig. Det som fattas i täckningen väntar på någon annan, eller så finns inget samtal att dra. Nya dras ${ends}.`,
  pausedTitle: (name: string) => `Paus: ${name}`,
  paused:
    'Inga nya samtal dras och inget går ut medan det pågår. Det du redan har fått väntar så länge det behövs. Bedömer du ett samtal från de här timmarna används den korta mallen.',
  cover: 'Täckning',
  coverSays:
    'Hörda stickprov av planerade. Det som inte hinns med är planens underskott, aldrig medarbetarens.',
  agent: 'Medarbetare',
  picture: 'Bild',
  heard: 'Hörda',
  of: (heard: number, wanted: number) => `${heard} av ${wanted}`,
  coverNone: 'Ingen medarbetare finns i planen än.',
  missing: (names: string) => `Inte hörda än den här perioden: ${names}.`,
  expired: (n: number) => `${calls(n)} hanns inte med. Det räknas på planen.`,
  doneTitle: 'Klart för nu',
  soFar: 'Hittills i dag',
  sum: (n: number, minutes: string) => `${calls(n)}, ${minutes}.`,
  perCall: (keys: string, clicks: string) => `${keys} och ${clicks} per samtal.`,
  keys: (n: string) => `${n} ${n === '1' ? 'tangent' : 'tangenter'}`,
  clicks: (n: string) => `${n} klick`,
  counted:
    'Räknat av programmet i den här fliken. Ingen annan ser det. Bokstäver i kommentarer räknas inte.',
  took: 'Tid',
  call: 'Samtal',
  remains: (n: number) => (n ? `${calls(n)} väntar än.` : 'Inget mer väntar.'),
  close: 'Stäng sammanfattningen',
});

export type WorkWords = ReturnType<typeof svWork>;
