import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedHash } from '../../functions/ingest/keyed-hash.ts';
import { keyFingerprint, References } from '../../functions/ingest/references.ts';

const KEY = Buffer.alloc(32, 7);

describe('KeyedHash', () => {
  it('gives what RFC 4231 states for its second case', () => {
    expect(new KeyedHash(Buffer.from('Jefe')).of('what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('gives what node:crypto gives for every key and text', () => {
    const key = fc.uint8Array({ minLength: 0, maxLength: 150 });
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(key, text, (bytes, value) => {
        const expected = createHmac('sha256', bytes).update(value).digest('hex');
        expect(new KeyedHash(bytes).of(value)).toBe(expected);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('gives the same around the lengths at which another block begins', () => {
    const hash = new KeyedHash(KEY);
    for (const length of [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 5000, 3]) {
      const text = 'é'.repeat(length >> 1) + 'a'.repeat(length & 1);
      expect(hash.of(text), String(length)).toBe(createHmac('sha256', KEY).update(text).digest('hex'));
    }
  });
});

describe('References', () => {
  it('gives the first 32 hexadecimal digits of the HMAC-SHA-256 of kind, U+001F and value', () => {
    const expected = createHmac('sha256', KEY)
      .update('email\u001fsari@example.com')
      .digest('hex')
      .slice(0, 32);
    expect(new References(KEY).of('email', 'sari@example.com')).toBe(expected);
  });

  it('keeps the kinds of identifiers apart', () => {
    const references = new References(KEY);
    expect(references.of('id', 'x')).not.toBe(references.of('name', 'x'));
  });

  it('gives other references under another key', () => {
    expect(new References(Buffer.alloc(32, 8)).of('id', 'x')).not.toBe(new References(KEY).of('id', 'x'));
  });

  it('tells keys apart without telling them', () => {
    const fingerprint = keyFingerprint(KEY);
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprint).not.toBe(keyFingerprint(Buffer.alloc(32, 8)));
    expect(KEY.toString('hex')).not.toContain(fingerprint);
  });
});
