import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const ROOMS = ['schemas', 'functions', 'infra', 'test'] as const;

/** What each room may import from, itself included. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  schemas: ['schemas'],
  functions: ['functions', 'schemas'],
  infra: ['infra', 'functions', 'schemas'],
  test: ['test', 'infra', 'functions', 'schemas'],
};

/** Within functions, data flows one way: each of these may import only those before it, and itself. */
const FLOW = ['storage', 'ledger', 'ingest', 'query', 'batch'];

function* sources(room: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && /\.(ts|js)$/.test(entry.name))
      yield relative(ROOT, join(entry.parentPath, entry.name));
  }
}

function imports(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, path]) => relative(ROOT, resolve(ROOT, dirname(file), path ?? '')));
}

const arrows = ROOMS.flatMap((room) => [...sources(room)]).flatMap((file) =>
  imports(file).map((target) => ({ file, target })),
);

describe('imports', () => {
  it('are found at all', () => {
    expect(arrows.length).toBeGreaterThan(100);
  });

  it('go one way: schemas ← functions ← infra', () => {
    const wrong = arrows.filter(({ file, target }) => {
      const room = file.split('/')[0] ?? '';
      return !MAY_IMPORT[room]?.some((allowed) => target.startsWith(`${allowed}/`));
    });
    expect(wrong).toEqual([]);
  });

  it('within functions go from storage to batch and never back', () => {
    const wrong = arrows.filter(({ file, target }) => {
      const [from, to] = [file, target].map((path) =>
        path.startsWith('functions/') ? FLOW.indexOf(path.split('/')[1] ?? '') : -1,
      );
      return from !== undefined && to !== undefined && from >= 0 && to > from;
    });
    expect(wrong).toEqual([]);
  });

  it('of TypeScript end in .ts, so that Node runs it as it is', () => {
    expect(arrows.filter(({ target }) => !/\.(ts|js|json)$/.test(target))).toEqual([]);
  });
});
