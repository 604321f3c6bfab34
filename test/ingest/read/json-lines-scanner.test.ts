import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonLinesScanner } from '../../../functions/ingest/read/json-lines-scanner.ts';
import { type KeptJsonRecord, scanJson } from './scan-json.ts';

const scan = (source: string | Uint8Array, options = {}): KeptJsonRecord[] =>
  scanJson(JsonLinesScanner, source, options);
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('the values of a record', () => {
  const cases: [claim: string, line: string, fields: Record<string, string | undefined>][] = [
    ['strings stay as they are', '{"a":" x ","b":""}', { a: ' x ', b: '' }],
    [
      'escapes are read',
      '{"a":"\\"\\\\\\n\\u00e9","\\u0062":"\\ud83d\\ude00"}',
      { a: '"\\\n\u00e9', b: '\u{1f600}' },
    ],
    ['an id of 18 digits keeps them', '{"a":123456789012345678}', { a: '123456789012345678' }],
    [
      'prices keep their zeros',
      '{"a":125000.00,"b":-0,"c":1e3,"d":0.10}',
      { a: '125000.00', b: '-0', c: '1e3', d: '0.10' },
    ],
    ['true and false are text', '{"a":true,"b":false}', { a: 'true', b: 'false' }],
    ['null is nothing', '{"a":null}', { a: undefined }],
    ['nested objects are dotted names', '{"a":{"b":1,"c":{"d":"x"}},"e":{}}', { 'a.b': '1', 'a.c.d': 'x' }],
    [
      'arrays are their text',
      '{"a":[1.50, {"b": 123456789012345678}],"c":[]}',
      { a: '[1.50, {"b": 123456789012345678}]', c: '[]' },
    ],
    ['white space around is nothing', ' \t{ "a" : 1 , "b" : [ ] } \r', { a: '1', b: '[ ]' }],
    [
      'a key may be named as JavaScript never would',
      '{"__proto__":"x","":"y"}',
      { ['__proto__']: 'x', '': 'y' },
    ],
  ];
  it.each(cases)('%s', (_, line, fields) => {
    const [record] = scan(`${line}\n`);
    expect(record?.problem).toBeUndefined();
    expect(Object.entries(record?.fields ?? {})).toEqual(Object.entries(fields));
  });
});

describe('the problem of a line', () => {
  const cases: [claim: string, lines: string | Buffer, problems: (string | undefined)[]][] = [
    ['no JSON', '{"a":1\n{"a":2}\n', ['not_json', undefined]],
    ['two documents in one line', '{"a":1}{"a":2}\n', ['not_json']],
    [
      'no object',
      '[1]\n1\n"a"\nnull\n{}\n',
      ['not_an_object', 'not_an_object', 'not_an_object', 'not_an_object', undefined],
    ],
    ['a key given twice', '{"a":1,"a":1}\n', ['duplicate_key']],
    ['a nested key given twice', '{"a":{"b":1},"a":{"c":1}}\n', ['duplicate_key']],
    ['a name that two paths make', '{"a.b":1,"a":{"b":1}}\n', ['duplicate_key']],
    [
      'an object and a value of one name',
      '{"a":{"b":1},"a":1}\n{"a":1,"a":{}}\n',
      ['duplicate_key', 'duplicate_key'],
    ],
    ['a NUL', '{"a":"\0"}\n', ['nul_byte']],
    ['a NUL written as an escape', '{"a":"\\u0000"}\n', ['nul_byte']],
    ['a lone surrogate written as an escape', '{"a":"\\ud800"}\n', ['bad_utf8']],
    ['bytes that are not UTF-8', latin1('{"a":"\xe9"}\n{"a":"\xc3\xa9"}\n'), ['bad_utf8', undefined]],
    ['a last line that is cut', '{"a":1}\n{"a":', [undefined, 'record_truncated']],
    ['a last line that is cut inside a character', latin1('{"a":"\xc3'), ['record_truncated']],
    ['a last line that is whole and damaged', latin1('{"a":"\xe9"}'), ['bad_utf8']],
    ['a line nested deeper than can be meant', `{"a":${'['.repeat(300)}${']'.repeat(300)}}\n`, ['not_json']],
    ['a line of 100,000 brackets', `${'['.repeat(100_000)}\n`, ['not_json']],
  ];
  it.each(cases)('%s', (_, lines, problems) => {
    expect(scan(lines).map((record) => record.problem)).toEqual(problems);
  });

  it('is none in a last line without line end', () => {
    expect(scan('{"a":1}').map((record) => record.fields)).toEqual([{ a: '1' }]);
  });

  it('is record_too_long beyond the limit, which keeps the first bytes only', () => {
    for (const chunkSize of [1, 3, 100]) {
      const records = scan('{"a":1234}\r\n{"a":12345}\r\n{"a":1}\n', { maxRecordBytes: 10, chunkSize });
      expect(records.map((r) => [r.problem, r.raw, r.byteOffset, r.byteLength])).toEqual([
        [undefined, '{"a":1234}', 0, 12],
        ['record_too_long', '{"a":12345', 12, 13],
        [undefined, '{"a":1}', 25, 8],
      ]);
    }
  });
});

it('counts records and lines apart from blank ones', () => {
  const records = scan('\n{"a":1}\n \t\r\n{"a":"\u00e9"}\r\n\n');
  expect(records.map((r) => [r.number, r.line, r.byteOffset, r.byteLength])).toEqual([
    [1, 2, 1, 8],
    [2, 4, 13, 12],
  ]);
});

it('gives the same records for any chunking', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '"',
    '"a"',
    ':',
    '1.50',
    '[',
    ']',
    ',',
    '\n',
    '\r\n',
    '{"a":1}\n',
    '\u00e9',
    '\\',
    '\0',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(5, 1000),
      (pieces, chunkSize, maxRecordBytes) => {
        const source = pieces.join('');
        expect(scan(source, { chunkSize, maxRecordBytes })).toEqual(scan(source, { maxRecordBytes }));
      },
    ),
    { numRuns: 1000, seed: 20260205 },
  );
});

describe('against JSON.parse', () => {
  const isObject = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && !Array.isArray(value);

  it('takes what it takes and refuses what it refuses, one character changed', () => {
    const change = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '0',
      '-',
      '.',
      'e',
      '+',
      ' ',
      '\\',
      'u',
      't',
      '\t',
    );
    const depthLimited = fc.json({ maxDepth: 4 });
    fc.assert(
      fc.property(depthLimited, fc.nat(), change, fc.boolean(), (json, at, mark, isMutated) => {
        const place = at % (json.length + 1);
        const line = isMutated ? json.slice(0, place) + mark + json.slice(place + 1) : json;
        if (/^\s*$/.test(line)) return;
        let parsed: unknown;
        let isValid = true;
        try {
          parsed = JSON.parse(line);
        } catch {
          isValid = false;
        }
        const problem = scan(`${line}\n`)[0]?.problem;
        expect(problem === 'not_json').toBe(!isValid);
        if (isValid) expect(problem === 'not_an_object').toBe(!isObject(parsed));
      }),
      { numRuns: 3000, seed: 20260206 },
    );
  });

  it('reads the same strings', () => {
    const fields = fc.dictionary(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(fields, (written) => {
        const record = scan(`${JSON.stringify(written)}\n`)[0];
        if (record?.problem === undefined) expect({ ...record?.fields }).toEqual({ ...written });
        else expect(JSON.stringify(written)).toContain('\\u0000');
      }),
      { numRuns: 500, seed: 20260207 },
    );
  });
});
