import type { Streams } from './verb.ts';

const TERMINAL_MS = 100;
const PLAIN_MS = 5000;
const MEGABYTE = 1e6;
/** Less done than this, and the time left is a guess of no use. */
const LEAST_SHARE = 0.02;

/** Tells how far long work has come: one changing line on a terminal, a plain line now and then elsewhere. */
export class Progress {
  readonly #messages: Streams['messages'];
  readonly #isTerminal: boolean;
  readonly #start = performance.now();
  readonly #totalBytes: number;
  #doneBytes = 0;
  #doneRecords = 0;
  #last = performance.now();
  #file = '';
  #fileBytes = 0;

  constructor(messages: Streams['messages'], totalBytes: number) {
    this.#messages = messages;
    this.#isTerminal = messages.isTTY === true;
    this.#totalBytes = totalBytes;
  }

  /** Notes the file under way and its landed bytes. */
  startFile(file: string, byteCount: number): void {
    this.#file = file;
    this.#fileBytes = byteCount;
  }

  /** Says how much of the file under way was read so far. A compressed one yields more bytes than it landed with. */
  show({ bytes, records }: { readonly bytes: number; readonly records: number }): void {
    const now = performance.now();
    if (!this.#isDue(now)) return;
    const done = this.#doneBytes + Math.min(bytes, this.#fileBytes);
    const count = (this.#doneRecords + records).toLocaleString('en');
    this.#write(`${count} records, ${this.#part(done)}${this.#left(now, done)}: ${this.#file}`);
  }

  /** Says that the file under way is done, by its records. */
  finishFile(records: number): void {
    this.#doneBytes += this.#fileBytes;
    this.#doneRecords += records;
  }

  /** Says what is under way besides files. */
  step(text: string): void {
    if (this.#isDue(performance.now()) || this.#isTerminal) this.#write(text);
  }

  /** Leaves a clean line on a terminal. */
  end(): void {
    if (this.#isTerminal) this.#messages.write('\r\u001b[K');
  }

  #isDue(now: number): boolean {
    if (now - this.#last < (this.#isTerminal ? TERMINAL_MS : PLAIN_MS)) return false;
    this.#last = now;
    return true;
  }

  #part(done: number): string {
    return `${(done / MEGABYTE).toFixed(1)} of ${(this.#totalBytes / MEGABYTE).toFixed(1)} MB`;
  }

  #left(now: number, done: number): string {
    const share = done / this.#totalBytes;
    if (!(share > LEAST_SHARE)) return '';
    return `, about ${Math.ceil(((now - this.#start) * (1 - share)) / share / 1000)} s left`;
  }

  #write(text: string): void {
    const width = this.#messages.columns ?? 80;
    this.#messages.write(this.#isTerminal ? `\r\u001b[K${text.slice(0, width - 1)}` : `${text}\n`);
  }
}
