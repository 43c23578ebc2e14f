// SPDX-License-Identifier: Apache-2.0
// The words of calibration, for its pages and their parts.
import { area } from '../../words/area';
import { enCalibration } from '../../words/en-calibration';
import { svCalibration } from '../../words/sv-calibration';

export const w = area(svCalibration, enCalibration);
