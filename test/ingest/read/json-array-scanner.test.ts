import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonArrayScanner } from '../../../functions/ingest/read/json-array-scanner.ts';
import { PelangganError } from '../../../schemas/problem.ts';
import { hasNastyFiles, nastyFileNames, readNastyFile } from './nasty-files.ts';
import { type KeptJsonRecord, scanJson } from './scan-json.ts';

const scan = (source: string | Uint8Array, options = {}): KeptJsonRecord[] =>
  scanJson(JsonArrayScanner, source, options);

/** Source offset that a refusal names. */
function refusedAt(source: string | Uint8Array, options = {}): unknown {
  try {
    scan(source, options);
  } catch (error) {
    if (error instanceof PelangganError && error.code === 'json_invalid') return error.details['byteOffset'];
    throw error;
  }
  return undefined;
}

describe('the records of a document', () => {
  it('are the elements of its array, each with its place', () => {
    const text = '[\n {"a": 1.50},\n\n {"a": "],}", "b": [{"c": 2}] }  ,3\n]\n';
    for (const chunkSize of [1, 2, 7, 1000]) {
      expect(scan(text, { chunkSize })).toEqual([
        {
          number: 1,
          line: 2,
          byteOffset: 3,
          byteLength: 11,
          raw: '{"a": 1.50}',
          fields: { a: '1.50' },
          problem: undefined,
        },
        {
          number: 2,
          line: 4,
          byteOffset: 18,
          byteLength: 30,
          raw: '{"a": "],}", "b": [{"c": 2}] }',
          fields: { a: '],}', b: '[{"c": 2}]' },
          problem: undefined,
        },
        { number: 3, line: 4, byteOffset: 51, byteLength: 1, raw: '3', fields: {}, problem: 'not_an_object' },
      ]);
    }
  });

  it('are one where the document is one object', () => {
    expect(scan(' {"a":{"b":1}}\n', { chunkSize: 3 })).toMatchObject([
      { number: 1, line: 1, byteOffset: 1, byteLength: 13, fields: { 'a.b': '1' } },
    ]);
  });

  it('are one with a problem where it is neither array nor object', () => {
    expect(scan('"a, b]"').map((record) => record.problem)).toEqual(['not_an_object']);
  });

  it('are none where the array is empty', () => {
    expect(scan(' [ ] ')).toEqual([]);
  });

  it('keep a quote that an escape holds back across chunks', () => {
    for (const chunkSize of [1, 2, 3, 4, 5]) {
      expect(scan('[{"a":"\\\\"},{"a":"\\",]"}]', { chunkSize }).map((r) => r.fields)).toEqual([
        { a: '\\' },
        { a: '",]' },
      ]);
    }
  });

  it('are refused alone where their bytes are no UTF-8, their keys double or their length over the limit', () => {
    const text = Buffer.from('[{"a":"\xe9"},{"a":1,"a":2},{"a":"12345678901"},{"a":1}]', 'latin1');
    for (const chunkSize of [1, 5, 1000]) {
      const records = scan(text, { maxRecordBytes: 13, chunkSize });
      expect(records.map((r) => r.problem)).toEqual([
        'bad_utf8',
        'duplicate_key',
        'record_too_long',
        undefined,
      ]);
      expect(records[2]).toMatchObject({ byteOffset: 25, byteLength: 19, raw: '{"a":"1234567' });
    }
  });

  it('are the same for any chunking', () => {
    const element = fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc.constantFrom('{"a":1}', '{"a":"\u20ac"}', '{"a":[1,{"b":"]"}]}'),
    );
    fc.assert(
      fc.property(
        fc.array(element, { maxLength: 8 }),
        fc.integer({ min: 1, max: 12 }),
        (elements, chunkSize) => {
          const text = `[${elements.join(' ,\n')}]`;
          const records = scan(text, { chunkSize });
          expect(records).toEqual(scan(text));
          expect(records.map((record) => record.raw)).toEqual(elements.map((json) => json.trim()));
        },
      ),
      { numRuns: 500, seed: 20260208 },
    );
  });
});

describe('a document that is not valid is refused at its byte', () => {
  const cases: [text: string, byteOffset: number][] = [
    ['', 0],
    [' \n', 2],
    ['[', 1],
    ['[{"a":1}', 8],
    ['[{"a":1},', 9],
    ['[{"a":1},]', 9],
    ['[,{"a":1}]', 1],
    ['[{"a":1}]]', 9],
    ['[{"a":1}] {"a":2}', 10],
    ['[{"a":1} {"a":2}]', 9],
    ['[{"a":1}}]', 8],
    ['{"a":1}\n{"a":2}\n', 8],
    ['[{"\u20ac":tru}]', 8],
    ['{"a":1', 6],
    ['a,b\n1,2\n', 0],
    ['\n<html>', 1],
  ];
  it.each(cases)('%j', (text, byteOffset) => {
    for (const chunkSize of [1, 4, 1000]) expect(refusedAt(text, { chunkSize })).toBe(byteOffset);
  });

  it('and the refusal holds no value', () => {
    expect(() => scan('[{"name":"MARKER" "x"}]')).toThrow(
      expect.objectContaining({ code: 'json_invalid', message: expect.not.stringContaining('MARKER') }),
    );
  });
});

it('holds one element in memory, however many there are', () => {
  const chunk = Buffer.from(`${'{"a":"x","b":[1,2,3]},'.repeat(3000)}\n`);
  let count = 0;
  const scanner = new JsonArrayScanner({ onRecord: () => count++ });
  scanner.push(Buffer.from('['));
  const before = process.memoryUsage().arrayBuffers;
  for (let turn = 0; turn < 300; turn++) scanner.push(chunk);
  const held = process.memoryUsage().arrayBuffers - before;
  scanner.push(Buffer.from('{}]'));
  scanner.finish();
  expect(count).toBe(900_001);
  expect(held).toBeLessThan(16 * chunk.length);
});

describe.skipIf(!hasNastyFiles)('the JSON test suite (skipped where ../shared/data is absent)', () => {
  const folder = 'json-test-suite/test_parsing';
  const names = nastyFileNames(folder, '.json');
  const withMark = (mark: string): string[] => names.filter((name) => name.startsWith(mark));

  it('has files of each kind', () => {
    expect([withMark('y_').length > 90, withMark('n_').length > 180, withMark('i_').length > 30]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each(withMark('y_'))('%s is readable', (name) => {
    expect(refusedAt(readNastyFile(folder, name))).toBeUndefined();
  });

  it.each(withMark('n_'))('%s is refused', (name) => {
    for (const chunkSize of [50, 65_536])
      expect(refusedAt(readNastyFile(folder, name), { chunkSize })).toBeTypeOf('number');
  });

  it.each(withMark('i_'))('%s is read or refused, and nothing else', (name) => {
    expect(['number', 'undefined']).toContain(typeof refusedAt(readNastyFile(folder, name)));
  });
});
