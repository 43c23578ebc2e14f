// SPDX-License-Identifier: Apache-2.0
import { area } from '../../words/area';
import { enRubrics } from '../../words/en-rubrics';
import { svRubrics } from '../../words/sv-rubrics';

export const w = area(svRubrics, enRubrics);
