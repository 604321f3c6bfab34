import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { writeDirtyOrders } from './dirty-orders.ts';
import type { Usage } from './usage.ts';

/**
 * Prints what taking in a file of order lines costs beside DuckDB's plain COPY of it: `node test/bench/ingest.ts
 * [lines] [turns]`. The two run in turns, each in a process of its own, and medians are printed: on a busy machine the
 * ratio says more than the seconds.
 */
const LINES = 2_000_000;
const TURNS = 3;
/** What issue 3 asks for: `ratio` of CPU, and peak memory of taking in. */
const MOST = { ratio: 2.5, megabytes: 1024 };
const KEY = 'orders/orders.csv';

interface Turn extends Usage {
  readonly written: number;
  readonly rejected?: number;
}

const run = promisify(execFile);
const [lines = LINES, turns = TURNS] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'pelanggan-bench-'));
try {
  await mkdir(join(folder, 'raw/orders'), { recursive: true });
  const file = join(folder, 'raw', KEY);
  const dirty = await writeDirtyOrders(file, lines);
  const ours: Turn[] = [];
  const plain: Turn[] = [];
  let isExact = true;
  for (let turn = 0; turn < turns; turn++) {
    const lake = join(folder, `lake-${turn}`);
    ours.push(await measure('take-in.ts', [join(folder, 'raw'), lake, KEY]));
    isExact &&= String(await readRejected(lake)) === String(dirty);
    plain.push(await measure('plain-copy.ts', [file, join(folder, `plain-${turn}`)]));
  }
  print(lines, dirty.length, median(ours), median(plain), isExact);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(script: string, parameters: readonly string[]): Promise<Turn> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, script), ...parameters]);
  return JSON.parse(stdout) as Turn;
}

/** Gives the numbers of the records that a lake says were rejected, in order. */
async function readRejected(lake: string): Promise<number[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const found = await connection.runAndReadAll(
    `select distinct record_number from read_parquet('${lake}/rejected/*.parquet') order by 1`,
  );
  return found.getRowsJS().map(([number]) => Number(number));
}

/** Gives the turn in the middle by CPU, with the most memory that any turn took. */
function median(turns: readonly Turn[]): Turn {
  const sorted = turns.toSorted((a, b) => a.cpu - b.cpu);
  const middle = sorted[Math.floor(sorted.length / 2)] as Turn;
  return { ...middle, megabytes: Math.max(...turns.map(({ megabytes }) => megabytes)) };
}

function print(count: number, dirty: number, ours: Turn, plain: Turn, isExact: boolean): void {
  const row = (name: string, { cpu, wall, megabytes, written, rejected }: Turn): string =>
    [
      name.padEnd(12),
      `${cpu.toFixed(1)} s`.padStart(9),
      `${wall.toFixed(1)} s`.padStart(9),
      `${megabytes.toFixed(0)} MB`.padStart(9),
      written.toLocaleString('en').padStart(11),
      (rejected?.toLocaleString('en') ?? '-').padStart(10),
    ].join('');
  const ratio = ours.cpu / plain.cpu;
  const isWithin = ratio <= MOST.ratio && ours.megabytes <= MOST.megabytes;
  console.log(
    [
      `${count.toLocaleString('en')} order lines, ${dirty.toLocaleString('en')} of them dirty`,
      `                  CPU     wall   memory    written  rejected`,
      row('taking in', ours),
      row('plain COPY', plain),
      `ratio of CPU: ${ratio.toFixed(2)} (at most ${MOST.ratio}); memory at most ${MOST.megabytes} MB: ${isWithin ? 'within both' : 'NOT within both'}`,
      `rejected exactly the dirty lines: ${isExact ? 'yes' : 'NO'}`,
    ].join('\n'),
  );
  if (!isExact) process.exitCode = 1;
}
