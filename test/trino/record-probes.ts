import { readFileSync } from 'node:fs';
import { DuckDbEngine } from '../../functions/query/duckdb-engine.ts';
import { PelangganError } from '../../schemas/problem.ts';
import { type Probe, type ProbeAnswer, readProbes, writeProbes } from '../query/probe.ts';
import { openTrino } from './server.ts';
import { askTrino, TrinoError } from './trino-client.ts';

// Adds probes to the corpus: `node test/trino/record-probes.ts NAME FILE`, FILE with one statement on each line. Each is
// asked of a real Trino; one that our engine refuses is kept with the code and the words of the refusal. A probe that
// then fails in the ordinary tests is a silent difference: close it in the engine, never in the corpus.

async function answerOf(url: string, sql: string): Promise<ProbeAnswer> {
  try {
    const { columns, rows } = await askTrino(url, sql);
    return { columns: columns.map((column) => column.type), rows };
  } catch (error) {
    if (error instanceof TrinoError) return { error: error.code };
    throw error;
  }
}

async function refusalOf(engine: DuckDbEngine, sql: string): Promise<PelangganError | undefined> {
  try {
    for await (const _row of (await engine.run(sql)).rows());
    return undefined;
  } catch (error) {
    if (error instanceof PelangganError) return error;
    throw error;
  }
}

const [name, file] = process.argv.slice(2);
if (name === undefined || file === undefined) throw new Error('usage: record-probes.ts NAME FILE');
const statements = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '');
const server = await openTrino();
const engine = await DuckDbEngine.open({ threads: 2 });
const known = readProbes();
const first = known.filter((probe) => probe.name.startsWith(`${name}-`)).length + 1;
const added: Probe[] = [];
for (const [index, sql] of statements.entries()) {
  const trino = await answerOf(server.url, sql);
  const refusal = 'error' in trino ? undefined : await refusalOf(engine, sql);
  const reason = refusal === undefined ? {} : { refused: refusal.code, why: refusal.message };
  added.push({ name: `${name}-${String(first + index).padStart(2, '0')}`, sql, trino, ...reason });
}
writeProbes([...known, ...added]);
await engine.close();
server.stop();
console.log(
  `${added.length} probes added, ${added.filter((probe) => probe.refused !== undefined).length} of them refused`,
);
