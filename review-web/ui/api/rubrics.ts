// SPDX-License-Identifier: Apache-2.0
// Forms and their versions, as those who write and publish them see them.
import { http } from './client';
import type { Id, Named, Page } from './types';

export type VersionState = 'draft' | 'published' | 'retired';
export type Version = {
  id: Id;
  key: string;
  version: number;
  state: VersionState;
  title_sv: string;
  title_en: string;
  author: Named | null;
  created_ms: number;
  published_ms: number | null;
  retired_ms: number | null;
};

export const rubrics = {
  versions: () => http.get<Page<Version>>('rubric_versions').then(page => page.rows),
};
