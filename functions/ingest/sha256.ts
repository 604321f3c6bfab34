/** Bytes that one step of SHA-256 takes in. */
export const BLOCK_BYTES = 64;

/** Words of SHA-256's state, and of its schedule. */
const STATE = 8;
const ROUNDS = 64;

const ROUND_CONSTANTS = new Int32Array(ROUNDS);
const FIRST_STATE = new Int32Array(STATE);
fillConstants();

const schedule = new Int32Array(ROUNDS);

/** Gives the state of SHA-256 (FIPS 180-4) before any block: eight words. */
export function firstState(): Int32Array {
  return FIRST_STATE.slice();
}

/** Takes the block of 64 bytes at `at` into a state, in place (FIPS 180-4, 6.2.2). */
export function takeBlock(state: Int32Array, bytes: Uint8Array, at: number): void {
  fillSchedule(bytes, at);
  let a = word(state, 0);
  let b = word(state, 1);
  let c = word(state, 2);
  let d = word(state, 3);
  let e = word(state, 4);
  let f = word(state, 5);
  let g = word(state, 6);
  let h = word(state, 7);
  for (let i = 0; i < ROUNDS; i++) {
    const mixedE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + mixedE + ((e & f) ^ (~e & g)) + word(ROUND_CONSTANTS, i) + word(schedule, i)) | 0;
    const mixedA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (mixedA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = word(state, 0) + a;
  state[1] = word(state, 1) + b;
  state[2] = word(state, 2) + c;
  state[3] = word(state, 3) + d;
  state[4] = word(state, 4) + e;
  state[5] = word(state, 5) + f;
  state[6] = word(state, 6) + g;
  state[7] = word(state, 7) + h;
}

function fillSchedule(bytes: Uint8Array, at: number): void {
  for (let i = 0; i < 16; i++) schedule[i] = readWord(bytes, at + 4 * i);
  for (let i = 16; i < ROUNDS; i++) {
    const early = word(schedule, i - 15);
    const late = word(schedule, i - 2);
    const mixedEarly = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const mixedLate = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[i] = word(schedule, i - 16) + mixedEarly + word(schedule, i - 7) + mixedLate;
  }
}

function word(words: Int32Array, i: number): number {
  return words[i] as number;
}

function rotate(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by));
}

function readWord(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

/** The first 32 bits of the fractions of square and cube roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function fillConstants(): void {
  let count = 0;
  for (let candidate = 2; count < ROUNDS; candidate++) {
    if (!isPrime(candidate)) continue;
    if (count < STATE) FIRST_STATE[count] = fraction(Math.sqrt(candidate));
    ROUND_CONSTANTS[count++] = fraction(Math.cbrt(candidate));
  }
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor++)
    if (candidate % divisor === 0) return false;
  return true;
}

function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}
