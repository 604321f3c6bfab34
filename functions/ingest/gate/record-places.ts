const CHUNK_BITS = 13;
const CHUNK = 1 << CHUNK_BITS;

/** Where each record of a file lies: offset and line by record number, 12 bytes a record. */
export class RecordPlaces {
  readonly #offsets: Float64Array[] = [];
  readonly #lines: Uint32Array[] = [];
  #count = 0;

  /** Adds the next record (numbers follow one another from 1). */
  add(byteOffset: number, line: number): void {
    const chunk = this.#count >>> CHUNK_BITS;
    if (chunk === this.#offsets.length) {
      this.#offsets.push(new Float64Array(CHUNK));
      this.#lines.push(new Uint32Array(CHUNK));
    }
    const [offsets, lines] = [this.#offsets[chunk], this.#lines[chunk]];
    if (offsets !== undefined && lines !== undefined) {
      offsets[this.#count & (CHUNK - 1)] = byteOffset;
      lines[this.#count & (CHUNK - 1)] = line;
    }
    this.#count++;
  }

  get count(): number {
    return this.#count;
  }

  /** Gives the byte offset of a record; NaN for one that is not there. */
  offset(recordNumber: number): number {
    return this.#offsets[(recordNumber - 1) >>> CHUNK_BITS]?.[(recordNumber - 1) & (CHUNK - 1)] ?? Number.NaN;
  }

  /** Gives the line on which a record begins. */
  line(recordNumber: number): number {
    return this.#lines[(recordNumber - 1) >>> CHUNK_BITS]?.[(recordNumber - 1) & (CHUNK - 1)] ?? 0;
  }
}
