// SPDX-License-Identifier: Apache-2.0
// Swedish, the language the product is thought in. English has the same shape (words/en.ts).
import type { CallerForms } from './caller';

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const sv = (c: CallerForms) => ({
  language: 'sv' as 'sv' | 'en',
  locale: 'sv-SE',
  brand: 'Medlyss',
  skipTo: 'Till innehållet',
  mainMenu: 'Huvudmeny',
  caller: c.Label,
  agent: 'Medarbetare',

  nav: {
    home: 'Hem', mine: 'Mina samtal', calls: 'Samtal', lists: 'Lyssningslistor', people: 'Personer',
    health: 'Inspelningen', audit: 'Åtkomstlogg', help: 'Hjälp', signOut: 'Logga ut',
    teams: 'Grupper', lines: 'Anknytningar och pass', more: 'Centret',
  },
  common: {
    loading: 'Hämtar …', save: 'Spara', saved: (at: string) => `Sparat ${at}`, saving: 'Sparar …',
    cancel: 'Avbryt', remove: 'Ta bort', edit: 'Ändra', add: 'Lägg till', close: 'Stäng',
    more: 'Visa fler', all: 'Alla', none: 'Inget', any: 'Alla', back: 'Tillbaka', retry: 'Försök igen',
    from: 'Från', to: 'Till', name: 'Namn', who: 'Vem', why: 'Varför', when: 'När', length: 'Längd',
    optional: 'frivilligt', untilFurther: 'tills vidare', unknown: 'Okänt', search: 'Sök',
    minutes: (n: number) => count(n, 'minut', 'minuter'), you: 'du', page: (name: string) => `${name} – Medlyss`,
    calls: (n: number) => `${n} samtal`, and: 'och', done: 'Klart', send: 'Skicka',
  },
  time: { today: 'i dag', yesterday: 'i går', at: 'kl.', hours: 'tim', minutes: 'min', seconds: 's',
    spoken: (h: number, m: number, s: number) => [h && count(h, 'timme', 'timmar'),
      m && count(m, 'minut', 'minuter'), count(s, 'sekund', 'sekunder')].filter(Boolean).join(' '),
    of: (at: string, all: string) => `${at} av ${all}` },

  errors: {
    title: 'Det gick inte',
    offline: 'Tjänsten svarar inte. Kontrollera nätet och försök igen. Det du har skrivit finns kvar.',
    missing: 'Det du söker finns inte, eller så har du inte rätt att se det.',
    forbidden: 'Du har inte rätt att göra det här. Din gruppledare vet varför.',
    agreement: 'Överenskommelsen om inspelning låter inte din roll lyssna på det här samtalet.',
    server: 'Något gick fel i tjänsten. Försök igen om en stund. Säg till administratören om det fortsätter.',
    invalid: 'Tjänsten kunde inte ta emot uppgifterna. Kontrollera fälten och försök igen.',
    conflict: 'Någon annan hann före. Ladda om sidan och försök igen.',
    busy: 'För många försök. Vänta en minut och försök igen.',
    noPage: 'Sidan finns inte', noPageHelp: 'Adressen kan vara felskriven eller gammal. Börja om från Hem.',
    audio: 'Ljudet kunde inte spelas. Försök igen. Händer det igen finns inspelningen kvar, men tjänsten når den inte just nu.',
  },

  signin: {
    title: 'Logga in', login: 'Användarnamn', password: 'Lösenord', submit: 'Logga in',
    wrong: 'Fel användarnamn eller lösenord. Glömt? Din gruppledare kan ge dig en engångskod.',
    haveCode: 'Jag har en engångskod', about: 'Lyssna igen, förstå vad som hände och gör nästa samtal lite bättre.',
  },
  code: {
    title: 'Använd en engångskod',
    intro: 'Koden gäller i 15 minuter och kan användas en gång. Den kommer från din gruppledare, eller från installationen om du är först.',
    code: 'Engångskod', first: 'Jag är den första administratören här',
    login: 'Välj användarnamn', name: 'Ditt namn, som kollegerna säger det',
    password: 'Nytt lösenord', passwordHint: 'Minst 12 tecken. En mening du minns är bra.',
    short: 'Lösenordet behöver minst 12 tecken.',
    refused: 'Koden gäller inte. Den kan vara använd, felskriven eller äldre än 15 minuter. Be om en ny.',
    submit: 'Spara lösenordet', done: 'Klart. Logga in med ditt nya lösenord.',
  },

  home: {
    hello: (name: string) => `Hej ${name}`,
    loadTitle: 'Det här gäller nu',
    feedback: 'Återkoppling', newFeedback: (n: number) => `Ny återkoppling (${n})`,
    feedbackNone: 'Ingen återkoppling än. Den visas här när någon har skrivit något vid en sekund i ditt samtal. Du kan be om medlyssning från samtalets sida.',
    digest: (minutes: string) => `Hör alltihop, ${minutes}`, digestPlaying: (i: number, n: number) => `Pausa, ${i} av ${n}`,
    fromWhom: (name: string, when: string) => `Från ${name}, ${when}.`, callWhen: (when: string) => `Samtal ${when}.`,
    read: 'Jag har läst', reply: 'Svara', openAt: (at: string) => `Öppna vid ${at}`,
    mine: 'Mina samtal', mineAll: 'Alla samtal',
    mineNone: 'Inga samtal än. De visas här strax efter att du har lagt på.',
    consents: 'Frågor till dig', consentAsk: (who: string, list: string) => `${who} vill ta med ditt samtal i listan ”${list}”.`,
    consentSpan: (from: string, to: string) => `${from}–${to}.`, consentYes: 'Ja, det går bra', consentNo: 'Nej, inte det här',
    consentListen: 'Lyssna först', consentUndo: 'Du kan ändra dig när du vill på listans sida.',
    listeners: 'Vem har lyssnat på dig', listenersCaption: 'Senaste sju dagarna. Varje uppspelning syns här.',
    listenersNone: 'Ingen har lyssnat på dina samtal de senaste sju dagarna.',
    given: 'Lyssningslistor till dig', givenNone: 'Ingen har gett dig en lyssningslista än. Den visas här när du får en.',
    waiting: 'Väntar på dig', waitingNone: 'Ingen väntar på dig just nu. Tuffa samtal och frågor från gruppen visas här.',
    toughBy: (name: string) => `${name} hade ett tufft samtal.`, threatBy: (name: string) => `${name} fick ett hot i ett samtal.`,
    wondersBy: (name: string, text: string) => `${name} undrar: ”${text}”`, at: (at: string) => `vid ${at}`,
    notCounted: 'Räknas inte i någon statistik.', writeTo: (name: string) => `Skriv till ${name}`, hear: (from: string) => `Hör ${from}`,
    listenAnswer: 'Lyssna och svara',
    team: 'Gruppens samtal', teamNone: 'Inga samtal i gruppen än. De visas här strax efter att någon har lagt på.',
    health: 'Inspelningen', setup: 'Kom i gång', setupDone: 'Allt är på plats.',
    setupSteps: {
      teams: 'Skapa grupperna', people: 'Lägg till personer och ge dem engångskoder',
      lines: 'Skriv in anknytningarna', shifts: 'Läs in passen, så att samtal får rätt medarbetare',
      agreement: 'Skriv in överenskommelsen om inspelning', recording: 'Se att inspelningen går',
    },
    stepDone: 'Klart', stepOpen: 'Återstår', noAccess: 'Det finns inget här för dig än. Be administratören ge dig en roll.',
  },

  calls: {
    title: 'Samtal', mineTitle: 'Mina samtal', filters: 'Filter', clear: 'Rensa filter', person: 'Medarbetare', team: 'Grupp',
    hours: 'Tid på dygnet', hourFrom: 'Från klockan', hourTo: 'Till klockan', fromDay: 'Från och med', toDay: 'Till och med',
    minLength: 'Minst minuter', maxLength: 'Högst minuter', outcome: 'Utfall', topic: 'Ämne', mark: 'Märkning',
    text: 'Sök i titlar och kommentarer', unclaimed: 'Bara samtal utan medarbetare', moreFilters: 'Fler filter',
    none: 'Inga samtal passar filtret. Ta bort något i filtret, eller sök på en längre tid.',
    noneAtAll: 'Inga samtal än. De visas här strax efter att någon har lagt på.',
    select: 'Välj', selected: (n: number) => count(n, 'samtal valt', 'samtal valda'), addTo: 'Lägg i lyssningslista',
    addedTo: (n: number, list: string) => `${count(n, 'samtal', 'samtal')} lades i ”${list}”. Medarbetarna får frågan om det går bra.`,
    play: (what: string) => `Spela: ${what}`, untitled: 'Samtal', unclaimedRow: 'Vem tog samtalet?',
    measures: {
      title: 'Mått', talk: (a: number, b: number) => `talar ${a} % / ${b} %`,
      overtalk: (t: string) => `samtidigt tal ${t}`, silence: (t: string) => `tystnad ${t}`, hold: (t: string) => `parkerat ${t}`,
    },
    notes: (n: number) => count(n, 'kommentar', 'kommentarer'), gaps: 'ljud saknas', heard: 'Lyssnat', mono: 'en kanal',
    nextUp: (n: number) => `Fler samtal finns. ${n} visas.`, shown: (n: number) => `${n} samtal visas.`,
    newList: 'Ny lista …', filterCaption: 'Adressen är filtret: den kan sparas och skickas.',
  },
  outcomes: {
    solved: 'Löst direkt', handed_over: 'Lämnat till rätt person', case_opened: 'Ärende öppnat',
    follow_up: 'Följs upp', ended_abuse: 'Jag avslutade – det gick för långt',
  },
  marks: {
    thanks: 'Beröm', tough: 'Tufft samtal', threat: 'Hot', no_answer: 'Fråga utan svar', turned: 'Samtal som vände',
    language: 'Svårt att förstå varandra', share: 'Att dela',
  },
  noRecording: {
    refused: 'Ville inte spelas in', cancelled: 'Avbröts före svar', not_answered: 'Inget svar', pause: 'Inspelningen var pausad',
    no_media: 'Inget ljud kom fram', unknown_codec: 'Ljudet gick inte att tolka', erased: 'Ljudet är raderat', other: 'Inget ljud',
  },
  noRecordingNote: 'Raden finns, ljudet gör det inte.',
  directions: { in: 'inkommande', out: 'utgående', internal: 'internt', unknown: '' } as Record<string, string>,

  call: {
    recordedUnder: (version: number, title: string) => `Överenskommelse om inspelning, version ${version}: ${title}`,
    next: (what: string) => `Nästa: ${what}`, previousList: (name: string) => `${name}`, position: (i: number, n: number) => `samtal ${i} av ${n}`,
    heard: (a: string, b: string) => `Hört ${a} av ${b}`, whoHeard: (n: number) => `Vem har lyssnat (${n})`,
    listenersTitle: 'Vem har lyssnat', listenersCaption: 'Medarbetaren ser samma lista.', listenersNone: 'Ingen har lyssnat än.', opened: 'öppnat',
    whoTook: 'Vem tog samtalet?', whoTookHelp: 'Flera satt vid anknytningen, så samtalet har ingen medarbetare än.',
    claim: 'Det var jag', assign: 'Det var', notMine: 'Inte mitt samtal', claimed: 'Samtalet är ditt.',
    swap: 'Byt sida', swapHelp: 'Är rösterna på fel sida? Byt plats på dem. Ljudet kodas inte om.', swapped: 'Sidorna är bytta.',
    segments: 'Samtalet gick', callerLine: 'Från', rename: 'Ändra rubrik', titleLabel: 'Rubrik, några ord om samtalet',
    addToList: 'Lägg i lyssningslista', withSpan: (from: string, to: string) => `Bara ${from}–${to}`,
    askCoach: 'Be om medlyssning', facts: 'Om samtalet', side: 'Det här hände', spanList: 'Ljudet i klartext', spansNone: 'Inga luckor, parkeringar eller långa tystnader.',
    sealed: (when: string) => `Sparat ${when}`, untouched: 'Ljudet är orört från ledningen.', mono: 'Bara en kanal: rösterna går inte att skilja åt.',
    about: 'Samtalet', done: 'Klar, spela nästa',
  },
  reasons: {
    ask: 'Varför lyssnar du?', help: 'Medarbetaren ser skälet. Det gäller för hela kön tills du byter.', now: (reason: string) => `Skäl: ${reason}`, change: 'Byt skäl',
    review: 'Bedömning', own: 'Eget samtal', programme: 'Introduktion', calibration: 'Kalibrering', complaint: 'Klagomål', other: 'Annat', export: 'Utlämnande',
    otherText: 'Skriv skälet', start: 'Börja lyssna',
  },
  player: {
    title: 'Spelare', play: 'Spela', pause: 'Pausa', back: '−5 s', ahead: '+5 s', prev: 'Föregående markering', next: 'Nästa markering',
    slider: 'Tid i samtalet', rate: 'Hastighet', skip: 'Hoppa över tystnad', effective: (x: string) => `i praktiken ${x}×`,
    pan: 'Stereo', pans: { soft: 'Mjuk stereo', mono: 'Mono', wide: 'Full bredd' }, hear: 'Hör', both: 'Båda', sound: 'Ljud',
    level: (who: string) => `Nivå, ${who}`, zoom: 'Zooma', wider: 'Visa mer av samtalet', closer: 'Visa närmare', whole: 'Allt',
    loop: 'Upprepa A–B', loopA: (at: string) => `A ${at}, tryck B igen för slutet`, loopOn: (a: string, b: string) => `Upprepar ${a}–${b}`, loopOff: 'Sluta upprepa',
    goTo: 'Gå till tid', goToHelp: 'mm:ss', goBad: 'Skriv en tid som 2:41.', talks: (who: string) => `${who} talar`, both_talk: 'båda talar', quiet: 'tyst',
    loading: 'Hämtar ljudet …', noSound: 'Inget ljud', span: (from: string, to: string) => `Del ${from}–${to}`, spanClear: 'Släpp delen', settings: 'Ljudval',
    mediaTitle: 'Samtal', map: 'Hela samtalet',
  },
  spans: {
    overtalk: 'Samtidigt tal', silence: 'Tystnad', dead_air: 'Lång tystnad', hold: 'Parkerat', pause: 'Inspelningen pausad',
    missing: (who: 'agent' | 'caller' | 'both' | 'mix') => who === 'caller' ? `Ljud från ${c.the} saknas`
      : who === 'agent' ? 'Ljud från medarbetaren saknas' : 'Ljud saknas',
    missingShort: 'Ljud saknas', missingTiny: 'Saknas', overtalkShort: 'Samtidigt', holdShort: 'Parkerat', pauseShort: 'Paus', monologue: 'Längsta tal i ett', interruption: 'Avbrott',
    reasons: {
      lost: 'tappade paket', hold: 'parkerat', pause: 'pausat', dtx: 'telefonen sände inget', not_seen: 'nådde aldrig inspelningen', restart: 'inspelningen startades om',
      unknown_codec: 'okänt ljudformat', decoder_failed: 'ljudet gick inte att tolka',
    },
  },
  notes: {
    title: 'Kommentarer', none: 'Inga kommentarer än. Lyssna och skriv där du hör något: kommentaren fästs vid sekunden.',
    write: 'Skriv en kommentar', writeAt: (at: string) => `Skriv en kommentar vid ${at} …`, saveAt: (at: string) => `Spara vid ${at}`,
    kind: 'Slag', aspect: 'Om', kinds: { note: 'Kommentar', keep: 'Behåll', try: 'Prova nästa gång', private: 'Bara för mig' },
    aspects: { said: 'Vad som sades', met: 'Bemötandet' }, reply: 'Svara', replyTo: (name: string) => `Svara ${name}`, sendReply: 'Skicka svaret',
    edited: 'ändrad', deleted: 'Borttagen av den som skrev den.', confirmRemove: 'Ta bort kommentaren?', by: (name: string) => name, privateHelp: 'Bara du ser den.',
    playFrom: (at: string) => `Spela från ${at}`, filterList: 'Markeringar i tidsordning', earlier: '1 s tidigare', later: '1 s senare', at: 'Fäst vid', markBy: (name: string) => name,
    answers: (n: number) => count(n, 'svar', 'svar'), saved: 'Kommentaren är sparad.',
  },
  sideForm: {
    outcome: 'Utfall', topics: 'Ämnen', marks: 'Märk samtalet', markAt: (at: string) => `vid ${at}`, noTopics: 'Inga ämnen än. Administratören lägger in dem.',
    chooseOutcome: 'Välj utfall', chooseTopics: 'Välj ämnen', chooseMark: 'Märk det här stället', removeMark: (what: string) => `Ta bort märkningen ${what}`, noOutcome: 'Inget valt',
  },

  lists: {
    title: 'Lyssningslistor', create: 'Ny lista', titleLabel: 'Namn på listan', whyLabel: 'Vad ska den som lyssnar lägga märke till?',
    none: 'Inga listor än. Skapa en och lägg i samtal från samtalslistan.', noneReader: 'Ingen har gett dig en lista än.', items: (n: number) => `${n} samtal`, readers: (n: number) => count(n, 'person', 'personer'),
    play: 'Spela listan', resume: (at: string) => `Fortsätt, ${at}`, again: 'Spela från början', finished: 'Genomlyssnad', by: (name: string) => `Av ${name}`,
    inOrder: 'I ordning', empty: 'Listan är tom. Gå till samtalen, välj några och tryck på ”Lägg i lyssningslista”.', toCalls: 'Till samtalen',
    up: 'Flytta upp', down: 'Flytta ner', moved: (what: string, at: number) => `${what} är nu nummer ${at}.`, dragHelp: 'Dra i raden, eller flytta med pilarna.',
    itemWhy: 'Varför just det här', from: 'Från', to: 'Till', whole: 'hela', consent: { asked: 'Väntar på svar', yes: 'Har sagt ja', no: 'Har sagt nej' },
    consentHelp: 'Ett samtal spelas bara om medarbetaren har sagt ja.', give: 'Ge listan till', givenTo: 'Den som har fått listan', noReaders: 'Ingen har fått listan än.', giveButton: 'Ge', given: (name: string) => `${name} har fått listan.`,
    at: (i: number, n: number) => `${i} av ${n}`, notBegun: 'inte börjat', removeList: 'Ta bort listan', confirmRemove: 'Ta bort listan? Samtalen finns kvar.', pick: 'Vilken lista?', changed: 'Ändringen är sparad.',
    yesNow: 'Ja, använd det', noNow: 'Nej, använd det inte', yourAnswer: 'Ditt svar', waitingFor: (n: number) => `${n} väntar på medarbetarens ja och spelas inte än.`,
  },
  listplay: {
    progress: (done: number, n: number, left: string) => `${done} av ${n} klara, ungefär ${left} kvar.`, continues: 'Fortsätter där du slutade.', finished: 'Du har lyssnat på hela listan.', none: 'Inget i listan kan spelas än: medarbetarna har inte svarat.',
    fromCall: (name: string, from: string, to: string) => `Ur ett samtal med ${name}, ${from}–${to}.`, slower: 'Långsammare, 0,75×', normal: 'Vanlig hastighet', nextOne: 'Nästa', again: 'Hör igen', part: (i: number, n: number) => `${i} av ${n}`, playItem: (i: number) => `Spela nummer ${i}`,
    up: 'uppåt', down: 'nedåt', saidYes: (name: string) => `${name} har sagt ja till att du lyssnar.`,
  },

  people: {
    title: 'Personer', add: 'Lägg till person', login: 'Användarnamn', role: 'Roll', team: 'Grupp', languages: 'Språk som personen förstår', languagesHelp: 'Som sv en fi', none: 'Inga personer än. Lägg till den första här.', wholeSite: 'Hela centret', noTeam: 'Ingen grupp',
    roles: { agent: 'Medarbetare', coach: 'Coach', newhire: 'Nyanställd', trainer: 'Utbildare', quality: 'Kvalitetsansvarig', dpo: 'Dataskyddsombud', admin: 'Administratör', guest: 'Gäst' },
    states: { invited: 'Inbjuden', active: 'Aktiv', left: 'Har slutat' }, invite: 'Ge engångskod', recover: 'Ny engångskod', code: (name: string) => `Engångskod till ${name}`,
    codeHelp: 'Säg den eller skriv av den. Den gäller i 15 minuter, en gång, och visas inte igen. Personen loggas ut överallt.', codeUntil: (at: string) => `Gäller till ${at}.`, leave: 'Har slutat', confirmLeave: (name: string) => `Har ${name} slutat? Personen loggas ut, kan inte logga in mer, och ja till listor upphör.`, grants: 'Roller', addGrant: 'Lägg till roll', removeGrant: (what: string) => `Ta bort rollen ${what}`, added: (name: string) => `${name} är tillagd. Ge en engångskod så att personen kan logga in.`,
  },
  teams: { title: 'Grupper', add: 'Lägg till grupp', name: 'Gruppens namn', none: 'Inga grupper än. En coach hör bara samtal i sina grupper: börja här.', members: 'Personer' },
  lines: {
    title: 'Anknytningar och pass', lines: 'Anknytningar', add: 'Lägg till anknytning', name: 'Namn', address: 'Nummer eller SIP-adress', addressHelp: 'Som 1003 eller 1003@vaxel.example', none: 'Inga anknytningar än. Utan dem vet inspelningen inte vilken sida som är medarbetaren.',
    shifts: 'Pass', shiftsHelp: 'Vem satt var, och när. Läs in en CSV-fil med kolumnerna login,line,from,to,duty.', shiftsNone: 'Inga pass den här veckan. Utan pass frågar samtalet ”Vem tog samtalet?”.', file: 'CSV-fil med pass', paste: 'eller klistra in raderna här', read: 'Läs in passen', added: (n: number) => count(n, 'pass lades till.', 'pass lades till.'), refused: (n: number) => count(n, 'rad togs inte emot:', 'rader togs inte emot:'), row: (n: number) => `Rad ${n}`, duties: { phone: 'Telefon', lead: 'Ledare', training: 'Utbildning' }, week: 'Den här veckan', reading: 'Läser in …',
  },
  health: {
    title: 'Inspelningen', since: (day: string) => `Samtal spelas in sedan ${day}`, under: (version: number, who: string) => `enligt överenskommelsen, version ${version}, undertecknad av ${who}.`, not: 'Inget spelas in.', notWhy: 'Det finns ingen överenskommelse i kraft. Inspelningen börjar när en är inskriven.',
    programs: 'Programmen', programsNone: 'Inget program har hörts av än. Starta inspelningen på maskinen med medlyss run.', program: 'Program', state: 'Läge', seen: 'Hördes senast', ok: 'Går', bad: 'Hörs inte av', programHelp: 'Kontrollera tjänsten på maskinen: medlyss run startar om det som har stannat.', missing: 'Det som saknas, senaste dygnet', missingNone: 'Inget ljud saknas det senaste dygnet.', waiting: (n: number, size: string) => n ? `${n} samtal väntar på att bli färdiga (${size}).` : 'Inga samtal väntar på att bli färdiga.', alarms: 'Larm', side: 'Sida', open: 'Öppna samtalet', sides: { agent: 'Medarbetare', caller: c.Label, both: 'Båda', mix: 'Båda' } as Record<string, string>,
    agreements: 'Överenskommelser', agreementsNone: 'Ingen överenskommelse är inskriven.', version: 'Version', signedBy: 'Undertecknad av', inForce: 'Gäller från', newAgreement: 'Skriv in en ny version', agreementTitle: 'Kort rubrik, som visas på varje samtal', agreementBody: 'Ändamål, vilka som får lyssna, gallring i dagar', purpose: 'Ändamål', retention: 'Gallras efter dagar', veto: 'Medarbetaren får säga nej till att ett samtal används', windows: 'Hög belastning', windowsHelp: 'Snökaos, kris: samtalen märks och jämförs för sig. Texten visas på allas hem.', windowName: 'Namn', windowSays: 'Det här gäller nu', startWindow: 'Börja nu', endWindow: 'Avsluta', windowsNone: 'Ingen hög belastning är utlyst.', listeners: 'Vilka som får lyssna',
    footer: (site: string, day: string, version: number, who: string) => `${site}. Samtal spelas in sedan ${day} enligt överenskommelsen, version ${version}, undertecknad av ${who}.`, footerNone: (site: string) => `${site}. Inget spelas in: ingen överenskommelse är i kraft.`,
  },
  audit: { title: 'Åtkomstlogg', help: 'Varje rad är kedjad till den förra. En ändring i efterhand syns.', object: 'Visa bara det som rör (id)', none: 'Inga rader för det id:t. Kontrollera att hela id:t kom med.', at: 'När', actor: 'Vem', event: 'Händelse', about: 'Rör', detail: 'Detalj', program: 'ett program' },

  help: {
    title: 'Hjälp och tangenter', intro: 'Hela granskningen går att göra från tangentbordet. Ingen tangent kräver AltGr.', keys: 'Tangenter', key: 'Tangent', does: 'Gör', change: 'Byt', press: 'Tryck på den nya tangenten, eller Esc.', taken: (what: string) => `Tangenten används redan till: ${what}.`, reset: 'Återställ alla', where: 'Tangenterna gäller', wheres: { all: 'överallt på samtalets sida', player: 'bara när spelaren har fokus', off: 'inte alls' }, reader: 'Med skärmläsare: ställ dig på reglaget ”Tid i samtalet”, där går tangenterna fram.', language: 'Språk', languages: { sv: 'Svenska', en: 'English' }, backoff: 'En kommentar fästs så här långt före första tangenten', seconds: (n: string) => `${n} s`, choices: 'Dina val', pictures: 'Så ser ljudet ut',
    legend: { missing: 'Sned streckning: ljud saknas på den sidan', hold: 'Lodräta streck: parkerat', pause: 'Streckad ruta: inspelningen pausad', overtalk: 'Klammer: båda talar samtidigt', silence: 'Tomt med tid: tystnad', keep: 'Fylld ring: behåll', try: 'Öppen ring: prova nästa gång', thanks: 'Romb: beröm', gap: 'Öppen fyrkant: fråga utan svar, tufft samtal och andra märkningar', note: 'Liten fylld fyrkant: kommentar' },
    groups: { play: 'Spela', move: 'Flytta', hear: 'Höra', write: 'Skriva', call: 'Samtalet' },
  },
  actions: {
    play: 'Spela eller pausa', back5: '5 sekunder bakåt', ahead5: '5 sekunder framåt', back1: '1 sekund bakåt', ahead1: '1 sekund framåt', slower: 'Långsammare', faster: 'Snabbare', tenth: 'Hoppa till tiondel (med skift)', skip: 'Hoppa över tystnad, av eller på', overtalkNext: 'Nästa ställe med samtidigt tal', overtalkPrev: 'Föregående ställe med samtidigt tal', markNext: 'Nästa markering', markPrev: 'Föregående markering', soloAgent: 'Hör bara medarbetaren', soloBoth: 'Hör båda', soloCaller: `Hör bara ${c.the}`, note: 'Skriv en kommentar här', spanStart: 'Del börjar här', spanEnd: 'Del slutar här', again: '4 sekunder bakåt i vanlig hastighet', goTo: 'Gå till tid', loop: 'Upprepa A–B', topic: 'Välj ämnen', outcome: 'Välj utfall', mark: 'Märk det här stället', submit: 'Klar: spara och spela nästa', help: 'Visa hjälpen', zoomIn: 'Visa närmare', zoomOut: 'Visa mer',
  },
});

export type Words = ReturnType<typeof sv>;
