import type { Streams } from './verb.ts';

const TERMINAL_MS = 100;
const PLAIN_MS = 5000;

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

  constructor(messages: Streams['messages'], totalBytes: number) {
    this.#messages = messages;
    this.#isTerminal = messages.isTTY === true;
    this.#totalBytes = totalBytes;
  }

  /** Notes the file under way. */
  startFile(file: string): void {
    this.#file = file;
  }

  /** Says how many records of the file under way were read so far. */
  show(records: number): void {
    const now = performance.now();
    if (now - this.#last < (this.#isTerminal ? TERMINAL_MS : PLAIN_MS)) return;
    this.#last = now;
    const total = this.#doneRecords + records;
    this.#write(
      `taking in ${this.#file}: ${total.toLocaleString('en')} records, ${this.#percent()}${this.#left(now)}`,
    );
  }

  /** Says that a file of so many landed bytes and records is done. */
  finishFile(bytes: number, records: number): void {
    this.#doneBytes += bytes;
    this.#doneRecords += records;
  }

  /** Says what is under way besides files. */
  step(text: string): void {
    const now = performance.now();
    if (!this.#isTerminal && now - this.#last < PLAIN_MS) return;
    this.#last = now;
    this.#write(text);
  }

  /** Leaves a clean line on a terminal. */
  end(): void {
    if (this.#isTerminal) this.#messages.write('\r\u001b[K');
  }

  #percent(): string {
    return this.#totalBytes === 0 ? '' : `${Math.floor((100 * this.#doneBytes) / this.#totalBytes)} %`;
  }

  #left(now: number): string {
    const share = this.#doneBytes / this.#totalBytes;
    if (!(share > 0.02)) return '';
    return `, about ${Math.ceil(((now - this.#start) * (1 - share)) / share / 1000)} s left`;
  }

  #write(text: string): void {
    const width = this.#messages.columns ?? 80;
    this.#messages.write(this.#isTerminal ? `\r\u001b[K${text.slice(0, width - 1)}` : `${text}\n`);
  }
}
