import { hash } from 'node:crypto';
import { BLOCK_BYTES, firstState, takeBlock } from './sha256.ts';

const DIGEST_BYTES = 32;
/** Behind a message come a one bit, zeros, and 8 bytes of its length (FIPS 180-4, 5.1.1). */
const LEAST_PADDING = 9;
const FIRST_MESSAGE_BYTES = 1024;

/**
 * HMAC-SHA-256 (RFC 2104) of many short texts under one key, in hexadecimal digits. Written out because node:crypto
 * takes three to ten times as long for texts as short as names and phones: each call prepares the key anew.
 */
export class KeyedHash {
  /** States after the padded key: every hash begins from them. */
  readonly #inner: Int32Array;
  readonly #outer: Int32Array;
  readonly #state = firstState();
  #message = Buffer.alloc(FIRST_MESSAGE_BYTES);
  readonly #digest = Buffer.alloc(BLOCK_BYTES);

  constructor(key: Uint8Array) {
    const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
    this.#inner = stateAfter(short, 0x36);
    this.#outer = stateAfter(short, 0x5c);
  }

  /** Gives the 64 hexadecimal digits of a text's keyed hash. */
  of(text: string): string {
    const most = 3 * text.length + 2 * BLOCK_BYTES;
    if (most > this.#message.length) this.#message = Buffer.alloc(2 * most);
    this.#absorb(this.#inner, this.#message, this.#message.write(text));
    writeWords(this.#state, this.#digest);
    this.#absorb(this.#outer, this.#digest, DIGEST_BYTES);
    writeWords(this.#state, this.#digest);
    return this.#digest.toString('hex', 0, DIGEST_BYTES);
  }

  /** Leaves in `#state` what a keyed state comes to with the message of `length` bytes, which is padded in place. */
  #absorb(keyed: Int32Array, message: Buffer, length: number): void {
    const end = Math.ceil((length + LEAST_PADDING) / BLOCK_BYTES) * BLOCK_BYTES;
    message[length] = 0x80;
    message.fill(0, length + 1, end - 4);
    message.writeUInt32BE(8 * (BLOCK_BYTES + length), end - 4);
    this.#state.set(keyed);
    for (let at = 0; at < end; at += BLOCK_BYTES) takeBlock(this.#state, message, at);
  }
}

function stateAfter(key: Uint8Array, mask: number): Int32Array {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(key);
  const state = firstState();
  takeBlock(
    state,
    block.map((byte) => byte ^ mask),
    0,
  );
  return state;
}

function writeWords(words: Int32Array, target: Uint8Array): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    target[4 * i] = word >>> 24;
    target[4 * i + 1] = word >>> 16;
    target[4 * i + 2] = word >>> 8;
    target[4 * i + 3] = word;
  }
}
