/**
 * A seeded source of chance: the same seed gives the same numbers on every machine.
 * Generator: sfc32 (Doty-Humphrey, PractRand), its state filled from the seed by FNV-1a.
 */
export class Random {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string) {
    this.#seed = seed;
    this.#a = hash(`${seed}/a`);
    this.#b = hash(`${seed}/b`);
    this.#c = hash(`${seed}/c`);
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Gives an independent source for one part of the work, so that a change in one part moves no other. */
  fork(label: string): Random {
    return new Random(`${this.#seed}/${label}`);
  }

  /** Gives a number from 0 up to but without 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  /** Gives a whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Gives true with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Gives one item of a list that is not empty. */
  pick<T>(items: readonly T[]): T {
    return requireItem(items, Math.floor(this.next() * items.length));
  }

  /** Gives a whole number whose expectation is `value`: its floor, or one more by chance. */
  round(value: number): number {
    return Math.floor(value + this.next());
  }
}

/** Gives the item at an index; throws `RangeError` beyond the list, which would be a fault of the generator. */
export function requireItem<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`list of ${items.length} has no item ${index}`);
  return item;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value | 0;
}
