import type { FileHints } from '../../functions/ingest/recognise.ts';
import { DATASET_NAMES, type DatasetName } from '../../schemas/dataset.ts';
import { CANONICAL_LAYOUT, type Mapping } from '../../schemas/mapping.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { didYouMean } from './nearest.ts';
import { findOption, type Given, type Option } from './verb.ts';

/** The options by which a caller states what a file is. */
export const HINT_OPTIONS: Readonly<Record<string, Option>> = {
  dataset: {
    type: 'string',
    value: 'D',
    meaning: `the data set, where the folder does not name it: ${DATASET_NAMES.join(', ')}`,
  },
  layout: { type: 'string', value: 'L', meaning: 'the layout, where the header does not tell it' },
};

/** Gives what a caller states of the files. Throws `dataset_unknown`, `layout_not_found`. */
export function readHints(given: Given, layouts: readonly Mapping[]): FileHints {
  const dataset = findOption(given, 'dataset');
  const layout = findOption(given, 'layout');
  const known = [CANONICAL_LAYOUT, ...layouts.map((mapping) => mapping.layout)];
  if (layout !== undefined) requireKnown('layout_not_found', 'layout', layout, known);
  if (dataset !== undefined) requireKnown('dataset_unknown', 'data set', dataset, DATASET_NAMES);
  return {
    ...(dataset === undefined ? {} : { dataset: dataset as DatasetName }),
    ...(layout === undefined ? {} : { layout }),
  };
}

function requireKnown(code: string, kind: string, found: string, allowed: readonly string[]): void {
  if (allowed.includes(found)) return;
  throw new PelangganError(
    code,
    `${kind} ${found} is unknown; allowed are ${allowed.join(', ')}${didYouMean(found, allowed)}`,
    { found, allowed },
  );
}
