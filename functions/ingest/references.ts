import { createHmac } from 'node:crypto';
import { KeyedHash } from './keyed-hash.ts';

/** Identifiers of a party from the strongest to the weakest. */
export const IDENTIFIER_KINDS = ['id', 'email', 'phone', 'name'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** What two parties may share besides an identifier: evidence that they belong together. */
export type PointKind = 'email' | 'phone' | 'name' | 'address' | 'surname_address';

/** References are 128 bits of an HMAC-SHA-256, as 32 hexadecimal digits: no two people meet by chance. */
const REFERENCE_LENGTH = 32;

/**
 * Makes keyed references of people's identifiers: the same value gives the same reference under the same key, and
 * without the key nobody can tell whose it is (HMAC, RFC 2104, over SHA-256).
 */
export class References {
  /** Tells keys apart without telling the key: 16 hexadecimal digits. */
  readonly fingerprint: string;
  readonly #hash: KeyedHash;

  constructor(key: Uint8Array) {
    this.#hash = new KeyedHash(key);
    this.fingerprint = keyFingerprint(key);
  }

  /** Gives the reference of a normalised value of one kind; kinds never share references. */
  of(kind: IdentifierKind | PointKind, value: string): string {
    return this.#hash.of(`${kind}\u001f${value}`).slice(0, REFERENCE_LENGTH);
  }
}

/** Gives the fingerprint of a reference key: 16 hexadecimal digits that do not tell the key. */
export function keyFingerprint(key: Uint8Array): string {
  return createHmac('sha256', key).update('pelanggan reference key fingerprint').digest('hex').slice(0, 16);
}
