import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { LAKE_TABLES } from '../../schemas/lake-tables.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { ViewDocument } from '../../schemas/view-document.ts';
import { tableReferences } from '../query/table-references.ts';

/** A view as it lies in a folder of views: its SQL, its document, and what the SQL reads. */
export interface ViewFile {
  readonly name: string;
  /** The folder it lies in: facts, parties, segments …; empty for one that lies directly in a site's folder. */
  readonly room: string;
  readonly sql: string;
  readonly document: ViewDocument;
  /** Tables and views read, as the document states; `settings` among them where it is. */
  readonly reads: readonly string[];
}

/** The view that is made of the settings; no file may take its name. */
export const SETTINGS_VIEW = 'settings';
const TABLE_NAMES: ReadonlySet<string> = new Set(LAKE_TABLES.map((table) => table.name));
const VIEW_NAME = /^[a-z][a-z0-9_]*$/;

/**
 * Gives every view of `sql/` and of the site's own folder of views, each after all that it reads.
 *
 * A folder holds `<room>/<view>.sql` or `<view>.sql`, each with `<view>.json` beside it. Throws `view_invalid` for a
 * missing or wrong document, `view_name_taken` for a name that is there already, `view_reads_unknown` for a reading
 * of nothing known, and `view_circular` for views that read each other.
 */
export function loadViews(sqlDirectory: string, siteDirectory?: string): ViewFile[] {
  const views = new Map<string, ViewFile>();
  for (const directory of siteDirectory === undefined ? [sqlDirectory] : [sqlDirectory, siteDirectory]) {
    for (const view of readViews(directory)) {
      requireFreeName(view.name, views);
      if (directory === siteDirectory) requireStatedReads(view);
      views.set(view.name, view);
    }
  }
  return orderViews(views);
}

function readViews(directory: string): ViewFile[] {
  if (!existsSync(directory)) return [];
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql'))
    .toSorted();
  return paths.map((path) => readView(directory, path));
}

function readView(directory: string, path: string): ViewFile {
  const parts = path.slice(0, -'.sql'.length).split(/[\\/]/);
  const name = parts.at(-1) ?? '';
  if (parts.length > 2 || !VIEW_NAME.test(name)) {
    throw new PelangganError(
      'view_invalid',
      `view file ${path} was found, allowed is <room>/<view>.sql with a name of a-z, 0-9 and _; rename or move it`,
      { path },
    );
  }
  const sql = readFileSync(join(directory, path), 'utf8');
  const document = readDocument(directory, path);
  return {
    name,
    room: parts.length === 2 ? (parts[0] ?? '') : '',
    sql,
    document,
    reads: document.reads,
  };
}

// A test holds the documents of sql/ against their SQL; parsing each at every start would cost seconds.
function requireStatedReads(view: ViewFile): void {
  const found = tableReferences(view.sql);
  if (found.toSorted().join() === view.reads.toSorted().join()) return;
  throw new PelangganError(
    'view_invalid',
    `view ${view.name} reads ${found.join(', ')}, its document states ${view.reads.join(', ')}; correct the document`,
    { view: view.name, found, allowed: view.reads },
  );
}

function readDocument(directory: string, sqlPath: string): ViewDocument {
  const path = join(directory, sqlPath.replace(/\.sql$/, '.json'));
  const shown = relative(directory, path);
  if (!existsSync(path)) {
    throw new PelangganError(
      'view_invalid',
      `view ${sqlPath} has no document ${shown}; write it beside the view`,
      {
        path: shown,
      },
    );
  }
  const parsed = ViewDocument.safeParse(parseJson(path, shown));
  if (parsed.success) return parsed.data;
  throw new PelangganError(
    'view_invalid',
    `document ${shown} is not what a view needs: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}; correct it`,
    { path: shown, issues: parsed.error.issues },
  );
}

function parseJson(path: string, shown: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new PelangganError(
      'view_invalid',
      `document ${shown} is not JSON; correct it`,
      { path: shown },
      cause,
    );
  }
}

function requireFreeName(name: string, views: ReadonlyMap<string, ViewFile>): void {
  if (!views.has(name) && !TABLE_NAMES.has(name) && name !== SETTINGS_VIEW) return;
  throw new PelangganError(
    'view_name_taken',
    `view ${name} is there already, a name may be used once; rename yours`,
    {
      view: name,
    },
  );
}

function orderViews(views: ReadonlyMap<string, ViewFile>): ViewFile[] {
  const ordered = new Map<string, ViewFile>();
  const visit = (view: ViewFile, above: readonly string[]): void => {
    if (ordered.has(view.name)) return;
    if (above.includes(view.name)) {
      const circle = [...above.slice(above.indexOf(view.name)), view.name];
      throw new PelangganError(
        'view_circular',
        `views ${circle.join(' → ')} read each other; break the circle`,
        {
          views: circle,
        },
      );
    }
    for (const name of view.reads) {
      const read = views.get(name);
      if (read !== undefined) visit(read, [...above, view.name]);
      else requireKnown(view, name);
    }
    ordered.set(view.name, view);
  };
  for (const view of views.values()) visit(view, []);
  return [...ordered.values()];
}

function requireKnown(view: ViewFile, name: string): void {
  if (TABLE_NAMES.has(name) || name === SETTINGS_VIEW) return;
  throw new PelangganError(
    'view_reads_unknown',
    `view ${view.name} reads ${name}, which is no view and no table of the lake; correct the name`,
    { view: view.name, reads: name },
  );
}
