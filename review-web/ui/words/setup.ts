// SPDX-License-Identifier: Apache-2.0
// What an administrator does before the first call.
import { area } from './area';

const svSetup = () => ({
  setup: 'Kom i gång',
  setupDone: 'Allt är på plats.',
  setupSteps: {
    teams: 'Skapa grupperna',
    people: 'Lägg till personer och ge dem engångskoder',
    lines: 'Skriv in anknytningarna',
    shifts: 'Läs in passen, så att samtal får rätt medarbetare',
    agreement: 'Lägg fram överenskommelsen, och låt båda parter skriva under',
    recording: 'Se att inspelningen går',
  },
  stepDone: 'Klart',
  stepOpen: 'Återstår',
});

const enSetup = (): ReturnType<typeof svSetup> => ({
  setup: 'Getting started',
  setupDone: 'Everything is in place.',
  setupSteps: {
    teams: 'Make the teams',
    people: 'Add people and give them one-time codes',
    lines: 'Enter the lines',
    shifts: 'Read the shifts in, so that calls get the right agent',
    agreement: 'Put the agreement forward, and let both sides sign',
    recording: 'See that recording runs',
  },
  stepDone: 'Done',
  stepOpen: 'Left to do',
});

export const setupWords = area(svSetup, enSetup);
