import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareHome } from '../../infra/local/verbs/demo.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pelanggan-home-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), 'order_id\n');
}

describe('the home of a demonstration', () => {
  it('lies beside the lake, also where nothing is there yet', async () => {
    expect(await prepareHome(join(folder, 'demo/lake'))).toBe(join(folder, 'demo/raw'));
  });

  it('is never a raw folder with files of somebody else; nothing is written there', async () => {
    write('raw/orders/mine.csv');
    await expect(prepareHome(join(folder, 'lake'))).rejects.toMatchObject({
      code: 'folder_in_use',
      details: { folder: join(folder, 'raw') },
    });
    expect(readdirSync(folder)).toEqual(['raw']);
  });

  it('is never a lake with files of somebody else; nothing is written there', async () => {
    write('lake/ledger/entries/a.json');
    await expect(prepareHome(join(folder, 'lake'))).rejects.toMatchObject({
      code: 'folder_in_use',
      message: expect.stringContaining('--lake demo/lake'),
    });
    expect(readdirSync(folder)).toEqual(['lake']);
  });

  it('may be used again: after a demonstration that was broken off, and under another name', async () => {
    await prepareHome(join(folder, 'demo/lake'));
    write('demo/raw/orders/made.csv');
    write('demo/lake/ledger/entries/a.json');
    expect(await prepareHome(join(folder, 'demo/lake'))).toBe(join(folder, 'demo/raw'));
    renameSync(join(folder, 'demo'), join(folder, 'moved'));
    expect(await prepareHome(join(folder, 'moved/lake'))).toBe(join(folder, 'moved/raw'));
  });
});
