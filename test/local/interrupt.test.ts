import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const COMMAND = resolve(import.meta.dirname, '../../infra/local/pelanggan.js');
/** So many files take longer than an interrupt needs to arrive. */
const FILES = Array.from({ length: 60 }, (_, i) => `raw/orders/${String(i).padStart(2, '0')}.csv`);
const HEADER = 'order_id,ordered_at,buyer_id,product_id,product_kind,quantity,unit_price';
const BUSY_MACHINE_MS = 300_000;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pelanggan-interrupt-'));
  mkdirSync(join(folder, 'raw/orders'), { recursive: true });
  for (const [i, file] of FILES.entries())
    writeFileSync(join(folder, file), `${HEADER}\nO${i},2026-01-05,B1,P1,goods,1,500\n`);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly messages: string;
}

function call(args: readonly string[]): { child: ChildProcess; ending: Promise<Ending> } {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd: folder });
  let out = '';
  let messages = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    messages += text;
  });
  const ending = new Promise<Ending>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => done({ code, signal, out, messages }));
  });
  return { child, ending };
}

const INGEST = ['ingest', ...FILES, '--lake', 'lake', '--json'];

function entryCount(): number {
  const entries = join(folder, 'lake/ledger/entries');
  return existsSync(entries) ? readdirSync(entries).filter((name) => name.endsWith('.json')).length : 0;
}

/** Calls ingest and interrupts it twice once the first file is in the ledger. */
async function interruptTwice(): Promise<Ending> {
  const { child, ending } = call(INGEST);
  while (entryCount() === 0 && child.exitCode === null) await new Promise((done) => setTimeout(done, 5));
  for (let i = 0; i < 2; i++) {
    child.kill('SIGINT');
    await new Promise((done) => setTimeout(done, 50));
  }
  return ending;
}

async function statuses(): Promise<Record<string, number>> {
  const { code, out } = await call(INGEST).ending;
  expect(code).toBe(0);
  const counts: Record<string, number> = {};
  for (const { status } of JSON.parse(out).files) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('Ctrl-C', { timeout: BUSY_MACHINE_MS }, () => {
  it('twice stops at once, and leaves a lake in which nothing is half done', async () => {
    const stopped = await interruptTwice();
    expect(stopped.signal === 'SIGINT' || stopped.code === 3).toBe(true);
    const done = entryCount();
    expect(done).toBeLessThan(FILES.length);
    expect(await statuses()).toEqual({ unchanged: done, loaded: FILES.length - done });
    expect((await call(['verify', '--lake', 'lake']).ending).code).toBe(0);
  });
});
