import { DATASET_NAMES, type Dataset, type DatasetName } from '../../schemas/dataset.ts';
import { DATASETS } from '../../schemas/datasets/catalogue.ts';
import { CANONICAL_LAYOUT, canonicalMapping, type Mapping } from '../../schemas/mapping.ts';
import { PelangganError } from '../../schemas/problem.ts';

/** What a raw key tells: its data set by the first folder, its shop by a folder `shop=<name>`. */
export interface KeyHints {
  readonly dataset?: DatasetName;
  readonly shop?: string;
}

/** What a caller states about a file beyond its key. */
export interface FileHints {
  readonly dataset?: DatasetName;
  readonly layout?: string;
}

/** Gives what a raw key tells of its file. */
export function readKey(key: string): KeyHints {
  const folders = key.split('/').slice(0, -1);
  const dataset = DATASET_NAMES.find((name) => name === folders[0]);
  const shop = folders.findLast((folder) => folder.startsWith('shop=') && folder.length > 5)?.slice(5);
  return { ...(dataset === undefined ? {} : { dataset }), ...(shop === undefined ? {} : { shop }) };
}

/** Gives the columns of a header as they are matched: trimmed; throws `header_duplicate` for a name that stands twice. */
export function readHeader(names: readonly string[], file: string): string[] {
  const columns = names.map((name) => name.trim());
  const seen = new Map<string, number>();
  for (const [at, name] of columns.entries()) {
    const first = seen.get(name);
    // By position: a file without a header has a person's values where the names should be.
    if (name !== '' && first !== undefined) {
      throw new PelangganError(
        'header_duplicate',
        `raw file ${file} has one name for its columns ${first + 1} and ${at + 1}; each name may stand once in the header, rename or remove one`,
        { file, columns: [first + 1, at + 1] },
      );
    }
    seen.set(name, at);
  }
  return columns;
}

/**
 * Gives the mapping of a file by its columns: a stated layout, else canonical where the data set's required fields are
 * there, else the layout whose columns are all there. Throws `layout_unknown` with the nearest layout and what it lacks.
 */
export function recognise(
  columns: readonly string[],
  hints: FileHints & KeyHints,
  layouts: readonly Mapping[],
  file: string,
): Mapping {
  if (hints.layout !== undefined && hints.layout !== CANONICAL_LAYOUT)
    return requireLayout(hints.layout, layouts);
  const present = new Set(columns);
  const canonical = findCanonical(present, hints.dataset, file);
  if (canonical !== undefined) return canonicalMapping(canonical, columns);
  const fitting = layouts
    .filter((layout) => layout.recognise.columns.every((column) => present.has(column)))
    .toSorted((a, b) => b.recognise.columns.length - a.recognise.columns.length);
  const [best] = fitting;
  if (best !== undefined && hints.layout === undefined) return best;
  throw unknownLayout(present, hints.dataset, layouts, file);
}

function requireLayout(name: string, layouts: readonly Mapping[]): Mapping {
  const layout = layouts.find((candidate) => candidate.layout === name);
  if (layout !== undefined) return layout;
  const known = [CANONICAL_LAYOUT, ...layouts.map((candidate) => candidate.layout)];
  throw new PelangganError('layout_not_found', `layout ${name} is not known; known are ${known.join(', ')}`, {
    found: name,
    allowed: known,
  });
}

/** Gives the layout of a file without a header: the only one that states as many columns, where there is just one. */
export function findHeaderless(
  width: number,
  hints: FileHints & KeyHints,
  layouts: readonly Mapping[],
): Mapping | undefined {
  const fitting = layouts.filter((layout) => {
    if (layout.format?.header === undefined) return false;
    if (hints.layout !== undefined) return layout.layout === hints.layout;
    const feeds = layout.datasets.some((part) => part.dataset === hints.dataset);
    return layout.format.header.length === width && (hints.dataset === undefined || feeds);
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

function requiredFields(dataset: Dataset): string[] {
  return [...dataset.fields.values()].filter((field) => field.isRequired).map((field) => field.name);
}

function findCanonical(
  present: ReadonlySet<string>,
  stated: DatasetName | undefined,
  file: string,
): DatasetName | undefined {
  const candidates = stated === undefined ? DATASET_NAMES : [stated];
  const fitting = candidates
    .filter((name) => requiredFields(DATASETS[name]).every((field) => present.has(field)))
    .map((name) => ({
      name,
      matched: [...DATASETS[name].fields.keys()].filter((field) => present.has(field)).length,
    }))
    .toSorted((a, b) => b.matched - a.matched);
  const [best, second] = fitting;
  if (best !== undefined && second !== undefined && second.matched === best.matched) {
    throw new PelangganError(
      'dataset_ambiguous',
      `raw file ${file} fits the data sets ${best.name} and ${second.name} alike; put it in a folder named for the one it is`,
      { file, found: [best.name, second.name] },
    );
  }
  return best?.name;
}

function unknownLayout(
  present: ReadonlySet<string>,
  stated: DatasetName | undefined,
  layouts: readonly Mapping[],
  file: string,
): PelangganError {
  const canonical = (stated === undefined ? DATASET_NAMES : [stated]).map((name) => ({
    name: `${CANONICAL_LAYOUT} ${name}`,
    needs: requiredFields(DATASETS[name]),
  }));
  const others = layouts.map((layout) => ({ name: layout.layout, needs: layout.recognise.columns }));
  const [nearest] = [...canonical, ...others]
    .map(({ name, needs }) => ({
      name,
      lacks: needs.filter((column) => !present.has(column)),
      share: needs.filter((column) => present.has(column)).length / needs.length,
    }))
    .toSorted((a, b) => b.share - a.share);
  const lacks = nearest?.lacks ?? [];
  return new PelangganError(
    'layout_unknown',
    `raw file ${file} has a layout that nobody knows; nearest is ${nearest?.name}, which also needs ${lacks.join(', ')}; rename its columns, or add a mapping to the site's layouts/`,
    { file, nearest: nearest?.name, lacks },
  );
}
