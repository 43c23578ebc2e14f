// SPDX-License-Identifier: Apache-2.0
// The words of people and their lines, for the pages that name them.
import { area } from './area';
import { enPlaces } from './en-places';
import { svPlaces } from './sv-places';

export const places = area(svPlaces, enPlaces);
