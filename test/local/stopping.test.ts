import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { Place } from './command.ts';
import { RunForm } from './json-forms.ts';

const COMMAND = resolve(import.meta.dirname, '../../infra/local/pelanggan.js');
const ARGS = ['run', '--raw', 'raw', '--lake', 'lake', '--json'];
const FILE_COUNT = 30;

const place = new Place();
afterAll(() => place.remove());

it('stops between files on Ctrl-C, and a second run goes on', async () => {
  for (let i = 0; i < FILE_COUNT; i++) {
    const header = 'order_id,ordered_at,buyer_id,product_id,product_kind,quantity,unit_price';
    place.write(`raw/orders/${i}.csv`, `${header}\nO${i},2026-01-05,B1,P1,goods,1,500\n`);
  }
  const child = spawn(process.execPath, [COMMAND, ...ARGS], { cwd: place.folder });
  let messages = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    messages += text;
  });
  const ended = new Promise((done) => child.on('close', done));
  const entries = place.path('lake/ledger/entries');
  while (!existsSync(entries) || readdirSync(entries).length === 0) await wait(5);
  child.kill('SIGINT');
  expect(await ended).toBe(3);
  expect(messages).toContain('stopping after the step under way');

  const again = await place.call(ARGS);
  const { files, views } = RunForm.parse(JSON.parse(again.out));
  expect(again.code).toBe(0);
  expect(files.filter(({ status }) => status === 'unchanged').length).toBeGreaterThan(0);
  expect(views.find(({ name }) => name === 'orders')).toEqual({ name: 'orders', row_count: FILE_COUNT });
});
