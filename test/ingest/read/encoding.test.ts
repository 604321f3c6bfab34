import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChunks, detectEncoding, type Encoding } from '../../../functions/ingest/read/encoding.ts';
import { Utf8Tally } from '../../../functions/ingest/read/utf8-tally.ts';
import { outline, scanDelimited } from './scan-delimited.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();

function chunksOf(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.slice(i * size, (i + 1) * size),
  );
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const collected: Uint8Array[] = [];
  for await (const chunk of chunks) collected.push(chunk);
  return collected;
}

async function decode(bytes: Uint8Array, encoding: Encoding, chunkSize = 65_536): Promise<Buffer> {
  return Buffer.concat(await collect(decodeChunks(chunksOf(bytes, chunkSize), encoding)));
}

describe('the encoding', () => {
  const cases: [claim: string, bytes: Buffer, encoding: Encoding][] = [
    ['of ASCII is UTF-8', latin1('a,b\n1,2\n'), 'utf-8'],
    ['of nothing is UTF-8', latin1(''), 'utf-8'],
    ['of well-formed sequences is UTF-8', Buffer.from('caf\u00e9, \u20ac, \u{1f600}'), 'utf-8'],
    ['of UTF-8 with its mark is UTF-8, however damaged', latin1('\xef\xbb\xbfcaf\xe9 \xe9 \xe9'), 'utf-8'],
    ['of mostly well-formed sequences is UTF-8', latin1('caf\xc3\xa9,caf\xe9\n'), 'utf-8'],
    ['of mostly stray bytes is Windows-1252', latin1('caf\xe9 \x80 12\ncaf\xc3\xa9\n'), 'windows-1252'],
    ['of a single accent is Windows-1252', latin1('caf\xe9\n'), 'windows-1252'],
    ['of ASCII whose last character is cut is UTF-8', latin1('caf\xc3'), 'utf-8'],
    ['counts overlong forms as stray', latin1('\xc0\xaf \xe0\x80\xaf'), 'windows-1252'],
    ['counts encoded surrogates as stray', latin1('\xed\xa0\x80'), 'windows-1252'],
    ['counts code points beyond the last as stray', latin1('\xf4\x90\x80\x80'), 'windows-1252'],
    ['of a little-endian mark is UTF-16LE', utf16le('\ufeffa,b'), 'utf-16le'],
    ['of a big-endian mark is UTF-16BE', utf16be('\ufeffa,b'), 'utf-16be'],
    ['of zeros in odd places is UTF-16LE', utf16le('id,nama\n1,\u65e5\u672c'), 'utf-16le'],
    ['of zeros in even places is UTF-16BE', utf16be('id,nama\n1,\u65e5\u672c'), 'utf-16be'],
    ['of a stray zero is UTF-8', latin1('id,name\n1,\0\n2,\0\n'), 'utf-8'],
  ];
  it.each(cases)('%s', async (_, bytes, encoding) => {
    expect(await detectEncoding([bytes])).toBe(encoding);
    expect(await detectEncoding(chunksOf(bytes, 1))).toBe(encoding);
  });

  it('is found by what stands far behind the first kilobyte', async () => {
    expect(await detectEncoding([latin1('a'.repeat(100_000)), latin1('\xe9\n')])).toBe('windows-1252');
  });
});

describe('the tally of UTF-8', () => {
  const piece = fc.constantFrom(
    'a',
    '\xc3\xa9',
    '\xe2\x82\xac',
    '\xf0\x9f\x98\x80',
    '\xe9',
    '\xe2\x82',
    '\x80',
    '\xff',
    '\xed\xa0',
  );
  const source = fc.array(piece, { maxLength: 12 }).map((pieces) => latin1(pieces.join('')));
  const tally = (bytes: Uint8Array, chunkSize: number): [number, number] => {
    const counter = new Utf8Tally();
    for (const chunk of chunksOf(bytes, chunkSize)) counter.push(chunk);
    return [counter.sequenceCount, counter.strayByteCount];
  };

  it('is the same for any chunking, and finds stray bytes where there are any', () => {
    fc.assert(
      fc.property(source, fc.integer({ min: 1, max: 6 }), (bytes, chunkSize) => {
        const ended = Buffer.concat([bytes, Buffer.from('.')]);
        const [sequences, strayBytes] = tally(ended, 100);
        expect(tally(ended, chunkSize)).toEqual([sequences, strayBytes]);
        expect(strayBytes === 0).toBe(isUtf8(ended));
        if (strayBytes === 0) expect(sequences).toBe([...ended.toString()].filter((c) => c > '\x7f').length);
      }),
      { numRuns: 2000, seed: 20260210 },
    );
  });
});

describe('decoding to UTF-8', () => {
  it('passes UTF-8 as it is, damaged bytes too, without a copy', async () => {
    const chunk = latin1('caf\xc3\xa9 \xff\n');
    const [passed] = await collect(decodeChunks([chunk], 'utf-8'));
    expect(passed).toBe(chunk);
  });

  const marked: [Encoding, Buffer][] = [
    ['utf-8', Buffer.from('\ufeffid,\u20ac\n')],
    ['utf-16le', utf16le('\ufeffid,\u20ac\n')],
    ['utf-16be', utf16be('\ufeffid,\u20ac\n')],
  ];
  it.each(marked)('strips the byte order mark of %s in chunks of any size', async (encoding, bytes) => {
    for (const size of [1, 2, 3, 5, 100]) {
      expect((await decode(bytes, encoding, size)).toString()).toBe('id,\u20ac\n');
    }
  });

  it('keeps the start of a mark that never comes', async () => {
    expect(await decode(latin1('\xef\xbb'), 'utf-8', 1)).toEqual(latin1('\xef\xbb'));
    expect(await decode(latin1('\xef\xbba'), 'utf-8', 1)).toEqual(latin1('\xef\xbba'));
  });

  it('strips one mark only', async () => {
    expect((await decode(Buffer.from('\ufeff\ufeffa'), 'utf-8', 1)).toString()).toBe('\ufeffa');
  });

  it('reads every byte of Windows-1252 as the standard decoder, but for the undefined five', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const standard = new TextDecoder('windows-1252');
    const expected = [...bytes].map((byte) =>
      [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)
        ? Buffer.of(0xff)
        : Buffer.from(standard.decode(Uint8Array.of(byte))),
    );
    expect(await decode(bytes, 'windows-1252', 7)).toEqual(Buffer.concat(expected));
    expect((await decode(latin1('\x80\x99\xe9'), 'windows-1252')).toString()).toBe('\u20ac\u2122\u00e9');
  });

  it('turns a lone surrogate into a byte that no UTF-8 holds', async () => {
    const text = 'a\ud800b\udc00c\u{1f600}\ud83d';
    const expected = Buffer.concat(
      [...'a-b-c\u{1f600}-'].map((c) => (c === '-' ? Buffer.of(0xff) : Buffer.from(c))),
    );
    for (const size of [1, 2, 3, 100]) {
      expect(await decode(utf16le(text), 'utf-16le', size)).toEqual(expected);
      expect(await decode(utf16be(text), 'utf-16be', size)).toEqual(expected);
    }
  });

  it('turns a last odd byte into a byte that no UTF-8 holds', async () => {
    expect(await decode(Buffer.concat([utf16le('a'), Buffer.of(98)]), 'utf-16le')).toEqual(latin1('a\xff'));
  });

  it('has the records refused whose characters are not there, and no other', async () => {
    const text = utf16le('\ufeffid,name\n1,a\ud800\n2,b\n3,c\udc00\n');
    const { records } = scanDelimited(await decode(text, 'utf-16le', 7));
    expect(outline(records)).toEqual(['2: bad_utf8', '3: 2|b', '4: bad_utf8']);
  });

  it('keeps a replacement character that the source holds', async () => {
    expect((await decode(utf16le('a\ufffd'), 'utf-16le')).toString()).toBe('a\ufffd');
  });

  it('gives back any text, in chunks of any size', async () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.startsWith('\ufeff'));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (value, size) => {
        expect((await decode(utf16le(value), 'utf-16le', size)).toString()).toBe(value);
        expect((await decode(utf16be(value), 'utf-16be', size)).toString()).toBe(value);
        expect((await decode(Buffer.from(value), 'utf-8', size)).toString()).toBe(value);
      }),
      { numRuns: 300, seed: 20260204 },
    );
  });
});
