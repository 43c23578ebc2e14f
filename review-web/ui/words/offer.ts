// SPDX-License-Identifier: Apache-2.0
// Before she reads what somebody else thought: she may score the call herself.
import { area } from './area';

const svOffer = () => ({
  offer: 'Vill du bedöma samtalet själv först?',
  offerWhy: (name: string) =>
    `${name} har bedömt samtalet. Svarar du först ser ni bara det ni såg olika. Det tar ett par minuter, och ingen annan räknar med det.`,
  offerYes: 'Bedöm själv först',
  offerNo: 'Visa bedömningen',
  offered: 'Ny. Du kan bedöma samtalet själv först.',
});

const enOffer = (): ReturnType<typeof svOffer> => ({
  offer: 'Do you want to score the call yourself first?',
  offerWhy: name =>
    `${name} has scored the call. If you answer first, you both see only where you differ. It takes a couple of minutes, and counts nowhere.`,
  offerYes: 'Score it myself first',
  offerNo: 'Show the evaluation',
  offered: 'New. You can score the call yourself first.',
});

export const offerWords = area(svOffer, enOffer);
