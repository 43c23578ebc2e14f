// SPDX-License-Identifier: Apache-2.0
// Which page an address is.
import type { ComponentChildren } from 'preact';
import { ApiError } from './api/client';
import { CallPage } from './pages/call';
import { HomePage } from './pages/home';
import { SignInPage } from './pages/signin';
import { Failed, NoPage, NotYours, Waiting } from './parts/bits';
import { Shell } from './parts/shell';
import { later } from './state/later';
import { can, canAll, knowing, me, recognise, unreachable } from './state/me';
import { route } from './state/route';

const CalibrationPage = later(() =>
  import('./pages/calibration').then(file => file.CalibrationPage),
);
const CalibrationsPage = later(() =>
  import('./pages/calibrations').then(file => file.CalibrationsPage),
);
const ListeningsPage = later(() => import('./pages/listenings').then(file => file.ListeningsPage));
const AgreementPage = later(() => import('./pages/agreement').then(file => file.AgreementPage));
const BusinessPage = later(() => import('./pages/business').then(file => file.BusinessPage));
const AuditPage = later(() => import('./pages/audit').then(file => file.AuditPage));
const CoachingPage = later(() => import('./pages/coaching').then(file => file.CoachingPage));
const CoachingPlanPage = later(() =>
  import('./pages/coachingplan').then(file => file.CoachingPlanPage),
);
const CallsPage = later(() => import('./pages/calls').then(file => file.CallsPage));
const CodePage = later(() => import('./pages/code').then(file => file.CodePage));
const ComparePage = later(() => import('./pages/compare').then(file => file.ComparePage));
const DisputesPage = later(() => import('./pages/disputes').then(file => file.DisputesPage));
const HealthPage = later(() => import('./pages/health').then(file => file.HealthPage));
const HelpPage = later(() => import('./pages/help').then(file => file.HelpPage));
const HoldsPage = later(() => import('./pages/holds').then(file => file.HoldsPage));
const LinesPage = later(() => import('./pages/lines').then(file => file.LinesPage));
const LivePage = later(() => import('./pages/live').then(file => file.LivePage));
const ListPage = later(() => import('./pages/list').then(file => file.ListPage));
const ListsPage = later(() => import('./pages/lists').then(file => file.ListsPage));
const ListPlayPage = later(() => import('./pages/listplay').then(file => file.ListPlayPage));
const LessonPage = later(() => import('./pages/lesson').then(file => file.LessonPage));
const ProgrammePage = later(() => import('./pages/programme').then(file => file.ProgrammePage));
const ProgrammesPage = later(() => import('./pages/programmes').then(file => file.ProgrammesPage));
const OwnPage = later(() => import('./pages/own').then(file => file.OwnPage));
const PeoplePage = later(() => import('./pages/people').then(file => file.PeoplePage));
const QualityPage = later(() => import('./pages/quality').then(file => file.QualityPage));
const QuestionsPage = later(() => import('./pages/questions').then(file => file.QuestionsPage));
const RubricPage = later(() => import('./pages/rubric').then(file => file.RubricPage));
const RubricsPage = later(() => import('./pages/rubrics').then(file => file.RubricsPage));
const SamplePage = later(() => import('./pages/sample').then(file => file.SamplePage));
const SamplesPage = later(() => import('./pages/samples').then(file => file.SamplesPage));
const WorkPage = later(() => import('./pages/work').then(file => file.WorkPage));
const SystemsPage = later(() => import('./pages/systems').then(file => file.SystemsPage));
const TrendsGroupPage = later(() =>
  import('./pages/trendsgroup').then(file => file.TrendsGroupPage),
);
const TrendsPage = later(() => import('./pages/trends').then(file => file.TrendsPage));
const TeamsPage = later(() => import('./pages/teams').then(file => file.TeamsPage));

type Page = (id: string) => ComponentChildren;

/** Names in an address are ids and keys: with anything else in it there is no such page. */
const PAGES: [RegExp, Page][] = [
  [/^\/$/, () => <HomePage />],
  [/^\/calls$/, () => <CallsPage />],
  [/^\/calls\/([\w.-]+)$/, id => <CallPage key={id} id={id} />],
  [/^\/lists$/, () => <ListsPage />],
  [/^\/lists\/([\w.-]+)$/, id => <ListPage key={id} id={id} />],
  [/^\/lists\/([\w.-]+)\/play$/, id => <ListPlayPage key={id} id={id} />],
  [/^\/programmes$/, () => <ProgrammesPage />],
  [/^\/programmes\/([\w.-]+)$/, id => <ProgrammePage key={id} id={id} />],
  [/^\/programmes\/([\w.-]+)\/play$/, id => <LessonPage key={id} id={id} />],
  [/^\/work$/, () => <WorkPage />],
  [/^\/calibrations$/, () => <CalibrationsPage />],
  [/^\/calibrations\/([\w.-]+)$/, id => <CalibrationPage key={id} id={id} />],
  [/^\/trends$/, () => <TrendsPage />],
  [/^\/trends\/centre$/, () => <TrendsGroupPage />],
  [/^\/trends\/team\/([\w.-]+)$/, id => <TrendsGroupPage key={id} id={id} />],
  [/^\/trends\/([\w.-]+)$/, id => <TrendsPage key={id} id={id} />],
  [/^\/quality$/, () => <QualityPage />],
  [/^\/rubrics\/([\w.-]+)\/health$/, key => <QuestionsPage key={key} of={key} />],
  [/^\/rubrics\/([\w.-]+)$/, id => <RubricPage key={id} id={id} />],
  [/^\/rubrics$/, () => <RubricsPage />],
  [/^\/coaching$/, () => <CoachingPage />],
  [/^\/coaching\/([\w.-]+)$/, id => <CoachingPlanPage key={id} id={id} />],
  [/^\/samples$/, () => <SamplesPage />],
  [/^\/samples\/([\w.-]+)$/, id => <SamplePage key={id} id={id} />],
  [/^\/disputes$/, () => <DisputesPage />],
  [/^\/evaluations\/([\w.-]+)\/compare$/, id => <ComparePage key={id} id={id} />],
  [/^\/people$/, () => <PeoplePage />],
  [/^\/teams$/, () => <TeamsPage />],
  [/^\/lines$/, () => <LinesPage />],
  [/^\/systems$/, () => <SystemsPage />],
  [/^\/health$/, () => <HealthPage />],
  [/^\/agreement$/, () => <AgreementPage />],
  [/^\/holds$/, () => <HoldsPage />],
  [/^\/live$/, () => <LivePage />],
  [/^\/business$/, () => <BusinessPage />],
  [/^\/audit$/, () => <AuditPage />],
  [/^\/me$/, () => <OwnPage />],
  [/^\/audit\/listenings$/, () => <ListeningsPage />],
  [/^\/help$/, () => <HelpPage />],
];

/** Whose pages these are, by what they begin with: to others they say so, and nothing of their own. */
const WHOSE: [begins: RegExp, theirs: () => boolean][] = [
  [/^\/calls$/, () => can('CALLS')],
  [/^\/trends\/centre$/, () => canAll('TRENDS')],
  [/^\/(work|quality|disputes|trends\/team)\b/, () => can('RATE')],
  [/^\/trends$/, () => can('CLAIM')],
  [/^\/trends\b/, () => can('TRENDS')],
  [/^\/calibrations\b/, () => can('RATE')],
  [/^\/rubrics\b/, () => can('FORMS')],
  [/^\/coaching\b/, () => can('COACH') || can('CLAIM')],
  [/^\/samples\b/, () => can('PLANS')],
  [/^\/people\b/, () => canAll('STAFF') || can('CODES')],
  [/^\/(teams|lines|systems)\b/, () => canAll('STAFF')],
  [/^\/live\b/, () => can('CLAIM')],
  [/^\/holds\b/, () => canAll('HOLD')],
  [/^\/business\b/, () => canAll('RUBRICS')],
  [/^\/audit\b/, () => canAll('AUDIT')],
];

const isTheirs = (path: string) => WHOSE.find(([begins]) => begins.test(path))?.[1]() ?? true;

function page(): ComponentChildren {
  const { path } = route.value;
  if (path === '/code') return <CodePage />;
  if (path === '/signin') return <SignInPage />;
  if (knowing.value) return <Waiting />;
  if (unreachable.value)
    return <Failed cause={new ApiError(0, 'OFFLINE', '')} again={() => void recognise()} whole />;
  if (!me.value) return <SignInPage />;
  for (const [pattern, make] of PAGES) {
    const found = pattern.exec(path);
    if (found) return isTheirs(path) ? make(found[1] ?? '') : <NotYours />;
  }
  return <NoPage />;
}

export const App = () => <Shell>{page()}</Shell>;
