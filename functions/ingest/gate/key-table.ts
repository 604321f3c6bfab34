const FIRST_CAPACITY = 1 << 12;

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
  #first = new Int32Array(FIRST_CAPACITY);
  #second = new Int32Array(FIRST_CAPACITY);
  #record = new Uint32Array(FIRST_CAPACITY);
  #count = new Uint32Array(FIRST_CAPACITY);
  #slot = 0;

  /** Counts one more occurrence of the key and gives how many there are now. */
  add(first: number, second: number, recordNumber: number): number {
    if (this.#size * 3 >= this.#capacity * 2) this.#grow();
    const last = this.#slot;
    const isSame = this.#count[last] !== 0 && this.#first[last] === first && this.#second[last] === second;
    const slot = isSame ? last : this.#find(first, second);
    this.#slot = slot;
    if (this.#count[slot] === 0) {
      this.#first[slot] = first;
      this.#second[slot] = second;
      this.#record[slot] = recordNumber;
      this.#size++;
    }
    const count = (this.#count[slot] ?? 0) + 1;
    this.#count[slot] = count;
    return count;
  }

  /** Gives the record number that came first with the key added last. */
  get firstRecord(): number {
    return this.#record[this.#slot] ?? 0;
  }

  #find(first: number, second: number): number {
    const mask = this.#capacity - 1;
    let slot = (first ^ (second << 7)) & mask;
    while (this.#count[slot] !== 0 && (this.#first[slot] !== first || this.#second[slot] !== second))
      slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [first, second, record, count] = [this.#first, this.#second, this.#record, this.#count];
    // By four, so that a key is moved once or twice on the way to millions of them.
    this.#capacity *= 4;
    this.#first = new Int32Array(this.#capacity);
    this.#second = new Int32Array(this.#capacity);
    this.#record = new Uint32Array(this.#capacity);
    this.#count = new Uint32Array(this.#capacity);
    this.#slot = 0;
    for (let i = 0; i < count.length; i++) {
      if (count[i] === 0) continue;
      const slot = this.#find(first[i] ?? 0, second[i] ?? 0);
      this.#first[slot] = first[i] ?? 0;
      this.#second[slot] = second[i] ?? 0;
      this.#record[slot] = record[i] ?? 0;
      this.#count[slot] = count[i] ?? 0;
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
