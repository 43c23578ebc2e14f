// SPDX-License-Identifier: Apache-2.0
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '../..');
export const build = join(root, 'build');
export const dist = join(root, 'review-web/ui/dist');
export const shots = join(build, 'shots');
