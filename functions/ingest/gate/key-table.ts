const FIRST_CAPACITY = 1 << 12;
const SLOT = 4;
const RECORD = 2;
const COUNT = 3;

/**
 * Counts keys by two 32-bit hashes in flat arrays (16 bytes a key): millions of keys in little memory.
 *
 * Two different keys meet with a chance of 2^-64 a pair; what is then at stake is only that records which are no
 * duplicates are compared once more, that a line is numbered from another order's count, or that one of two contacts
 * is not noted.
 */
export class KeyTable {
  #capacity = FIRST_CAPACITY;
  #size = 0;
  /** Four numbers a slot, side by side so that one key is one place in memory: two hashes, first record, count. */
  #slots = new Int32Array(SLOT * FIRST_CAPACITY);
  #at = 0;

  /** Counts one more occurrence of the key and gives how many there are now. */
  add(first: number, second: number, recordNumber: number): number {
    if (this.#size * 3 >= this.#capacity * 2) this.#grow();
    const last = this.#at;
    const at = this.#holds(last, first, second) ? last : this.#find(first, second);
    const slots = this.#slots;
    const count = (slots[at + COUNT] as number) + 1;
    if (count === 1) {
      slots[at] = first;
      slots[at + 1] = second;
      slots[at + RECORD] = recordNumber;
      this.#size++;
    }
    slots[at + COUNT] = count;
    this.#at = at;
    return count;
  }

  /** Gives the record number that came first with the key added last. */
  get firstRecord(): number {
    return this.#slots[this.#at + RECORD] as number;
  }

  #holds(at: number, first: number, second: number): boolean {
    const slots = this.#slots;
    return slots[at] === first && slots[at + 1] === second && slots[at + COUNT] !== 0;
  }

  /** Gives where a key lies, or the free place where it belongs. */
  #find(first: number, second: number): number {
    const slots = this.#slots;
    const mask = this.#capacity - 1;
    let slot = (first ^ (second << 7)) & mask;
    while (slots[SLOT * slot + COUNT] !== 0 && !this.#holds(SLOT * slot, first, second))
      slot = (slot + 1) & mask;
    return SLOT * slot;
  }

  #grow(): void {
    const old = this.#slots;
    // By four, so that a key is moved once or twice on the way to millions of them.
    this.#capacity *= 4;
    this.#slots = new Int32Array(SLOT * this.#capacity);
    this.#at = 0;
    for (let from = 0; from < old.length; from += SLOT) {
      if (old[from + COUNT] === 0) continue;
      const to = this.#find(old[from] as number, old[from + 1] as number);
      for (let i = 0; i < SLOT; i++) this.#slots[to + i] = old[from + i] as number;
    }
  }
}

/** Two hashes of text or bytes, fed piece by piece (FNV-1a with two primes). */
export class KeyHash {
  first = 0;
  second = 0;

  reset(): void {
    this.first = 0x811c9dc5 | 0;
    this.second = 0x2c1b3c6d | 0;
  }

  addByte(byte: number): void {
    this.first = Math.imul(this.first ^ byte, 0x01000193);
    this.second = Math.imul(this.second ^ byte, 0x85ebca6b) ^ (this.second >>> 13);
  }

  addText(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      this.addByte(unit & 0xff);
      if (unit > 0xff) this.addByte(unit >>> 8);
    }
    this.addByte(0x1f);
  }

  addBytes(bytes: Uint8Array, start: number, end: number): void {
    for (let i = start; i < end; i++) this.addByte(bytes[i] ?? 0);
    this.addByte(0x1f);
  }
}
