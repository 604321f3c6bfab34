import { createHmac, hash } from 'node:crypto';

/** Identifiers of a party from the strongest to the weakest. */
export const IDENTIFIER_KINDS = ['id', 'email', 'phone', 'name'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** What two parties may share besides an identifier: evidence that they belong together. */
export type PointKind = 'email' | 'phone' | 'name' | 'address' | 'surname_address';

/** References are 128 bits of an HMAC-SHA-256, as 32 hexadecimal digits: no two people meet by chance. */
const REFERENCE_LENGTH = 32;
/** Bytes of a block and of a digest of SHA-256. */
const BLOCK = 64;
const DIGEST = 32;

/**
 * Makes keyed references of people's identifiers: the same value gives the same reference under the same key, and
 * without the key nobody can tell whose it is (HMAC, RFC 2104, over SHA-256).
 */
export class References {
  /** Tells keys apart without telling the key: 16 hexadecimal digits. */
  readonly fingerprint: string;
  // The padded key and behind it what is hashed: the text, then the inner hash. Both are used again for every value.
  #inner = Buffer.alloc(2 * BLOCK);
  readonly #outer = Buffer.alloc(BLOCK + DIGEST);

  constructor(key: Uint8Array) {
    const padded = new Uint8Array(BLOCK);
    padded.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
    this.#inner.set(padded.map((byte) => byte ^ 0x36));
    this.#outer.set(padded.map((byte) => byte ^ 0x5c));
    this.fingerprint = keyFingerprint(key);
  }

  /** Gives the reference of a normalised value of one kind; kinds never share references. */
  of(kind: IdentifierKind | PointKind, value: string): string {
    return this.#digest(`${kind}\u001f${value}`);
  }

  // Two one-shot hashes over the padded key are three times as fast as createHmac, and the same by definition.
  #digest(text: string): string {
    const most = BLOCK + 3 * text.length;
    if (most > this.#inner.length) this.#inner = Buffer.concat([this.#inner.subarray(0, BLOCK)], 2 * most);
    const end = BLOCK + this.#inner.write(text, BLOCK);
    this.#outer.set(hash('sha256', this.#inner.subarray(0, end), 'buffer'), BLOCK);
    return hash('sha256', this.#outer, 'hex').slice(0, REFERENCE_LENGTH);
  }
}

/** Gives the fingerprint of a reference key: 16 hexadecimal digits that do not tell the key. */
export function keyFingerprint(key: Uint8Array): string {
  return createHmac('sha256', key).update('pelanggan reference key fingerprint').digest('hex').slice(0, 16);
}
