import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const COPIED = ['functions', 'infra', 'schemas', 'sql', 'package.json'];

/** Commands of the README that are not run here, each with its reason. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['npm ci', 'needs the network; .ci/run begins with it'],
  ['npm test', 'is what runs this'],
  ['npm run check', '.ci/run calls it'],
  ['npm run test:trino', 'needs a JVM; .ci/run calls it where there is one'],
]);

/** The demonstration takes a minute on a quiet machine of two cores, many times that on a busy one. */
const DEMONSTRATION_MS = 900_000;

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, text]) => text ?? '',
  );
}

function isRunHere(line: string): boolean {
  return !ELSEWHERE.has(line.trim());
}

const folder = mkdtempSync(join(tmpdir(), 'pelanggan-readme-'));
const scripts = blocks('sh')
  .map((block) => block.split('\n').filter(isRunHere).join('\n').trim())
  .filter((script) => script !== '');

function runScript(script: string): Promise<{ code: number | null; out: string; messages: string }> {
  return new Promise((done, fail) => {
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd: folder });
    let out = '';
    let messages = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      messages += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, out, messages }));
  });
}

describe('the README', () => {
  let out = '';

  beforeAll(() => {
    for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('still shows each command that is excepted here', () => {
    const lines = blocks('sh').flatMap((block) => block.split('\n'));
    for (const line of ELSEWHERE.keys()) expect(lines).toContain(line);
  });

  it.each(scripts.map((script) => [script.split('\n')[0], script]))(
    'works as printed from: %s',
    { timeout: DEMONSTRATION_MS },
    async (_, script = '') => {
      const outcome = await runScript(script);
      expect(outcome).toMatchObject({ code: 0 });
      out += outcome.out;
    },
  );

  it('shows answers that really come', () => {
    const shown = blocks('text').flatMap((block) => block.trim().split('\n'));
    expect(shown.length).toBeGreaterThan(0);
    for (const line of shown) expect(out).toContain(line);
  });

  it('names every verb that is there, and none besides', async () => {
    const { out: overview } = await runScript('npx pelanggan --help');
    const known = [...overview.matchAll(/^ {2}(\w+) {2,}/gm)].map(([, verb]) => verb);
    const named = [...README.matchAll(/^\| `(\w+)` +\|/gm)].map(([, verb]) => verb);
    expect(named.toSorted()).toEqual(known.toSorted());
  });
});
