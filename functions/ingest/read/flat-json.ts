/** What is wrong with a JSON text as a record; the text of a value that is not there has none. */
export type FlatJsonProblem = 'not_json' | 'not_an_object' | 'duplicate_key' | 'nul_byte' | 'bad_utf8';

/** Fields of one JSON object by their dotted names; null is undefined. */
export type JsonFields = ReadonlyMap<string, string | undefined>;

/** Deeper than any honest record; it keeps a hostile one from exhausting the stack. */
const MAX_DEPTH = 200;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Reads one JSON text strictly (RFC 8259) into fields of text.
 *
 * JSON.parse would do, were it not that numbers must keep their digits (an id of 18, a price of 125000.00), which
 * it tells only to a reviver, at several times the cost, and that it lets the last of two equal keys win in
 * silence. Strings are as they are, numbers, true and false their source text, nested objects become dotted names
 * (`properties.time`), arrays stay source text.
 */
export class FlatJsonReader {
  fields = new Map<string, string | undefined>();
  problem: FlatJsonProblem | undefined;
  /** Index in the text where reading stopped: of the fault, where the problem is not_json. */
  at = 0;
  #text = '';
  #objects: Set<string> | undefined;

  /** Reads `text` into `fields` and `problem`, which are new each time. */
  read(text: string): void {
    this.#text = text;
    this.at = 0;
    this.fields = new Map();
    this.#objects = undefined;
    this.problem = undefined;
    this.#skipSpace();
    const isObject = text.charCodeAt(this.at) === OPEN_OBJECT;
    const isRead = isObject ? this.#readObject('', 1) : this.#skipValue(1);
    if (isRead) this.#skipSpace();
    if (!isRead || this.at !== text.length) this.problem = 'not_json';
    else if (!isObject) this.problem = 'not_an_object';
  }

  #readObject(prefix: string, depth: number): boolean {
    return this.#walkObject(depth, (key) => this.#readMember(prefix + key, depth));
  }

  #readMember(name: string, depth: number): boolean {
    const code = this.#text.charCodeAt(this.at);
    if (code === OPEN_OBJECT) {
      this.#objects ??= new Set();
      if (this.#objects.has(name) || this.fields.has(name)) this.problem ??= 'duplicate_key';
      this.#objects.add(name);
      return this.#readObject(`${name}.`, depth + 1);
    }
    const from = this.at;
    let value: string | undefined;
    if (code === QUOTE) {
      value = this.#readString();
      if (value === undefined) return false;
    } else {
      if (!this.#skipValue(depth)) return false;
      value = code === 0x6e ? undefined : this.#text.slice(from, this.at);
    }
    if (this.fields.has(name) || this.#objects?.has(name)) this.problem ??= 'duplicate_key';
    this.fields.set(name, value);
    return true;
  }

  /** Skips one value of any kind; false where there is none. */
  #skipValue(depth: number): boolean {
    const code = this.#text.charCodeAt(this.at);
    if (code === QUOTE) return this.#readString() !== undefined;
    if (code === OPEN_OBJECT) return this.#walkObject(depth + 1, () => this.#skipValue(depth + 1));
    if (code === OPEN_ARRAY) return this.#skipArray(depth + 1);
    if (code === 0x74) return this.#skipWord('true');
    if (code === 0x66) return this.#skipWord('false');
    if (code === 0x6e) return this.#skipWord('null');
    return this.#skipNumber();
  }

  #walkObject(depth: number, readMember: (key: string) => boolean): boolean {
    if (depth > MAX_DEPTH) return false;
    this.at++;
    this.#skipSpace();
    if (this.#skipCode(CLOSE_OBJECT)) return true;
    for (;;) {
      const key = this.#text.charCodeAt(this.at) === QUOTE ? this.#readString() : undefined;
      if (key === undefined) return false;
      this.#skipSpace();
      if (!this.#skipCode(COLON)) return false;
      this.#skipSpace();
      if (!readMember(key)) return false;
      this.#skipSpace();
      if (this.#skipCode(CLOSE_OBJECT)) return true;
      if (!this.#skipCode(COMMA)) return false;
      this.#skipSpace();
    }
  }

  #skipArray(depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    this.at++;
    this.#skipSpace();
    if (this.#skipCode(CLOSE_ARRAY)) return true;
    for (;;) {
      if (!this.#skipValue(depth)) return false;
      this.#skipSpace();
      if (this.#skipCode(CLOSE_ARRAY)) return true;
      if (!this.#skipCode(COMMA)) return false;
      this.#skipSpace();
    }
  }

  /** The string whose opening quote stands here; undefined where it is not one. */
  #readString(): string | undefined {
    const text = this.#text;
    const from = this.at;
    let at = from + 1;
    let hasEscape = false;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        hasEscape = true;
        at += 2;
      } else if (code >= 0x20) at++;
      else {
        this.at = at;
        return undefined;
      }
      if (at >= text.length) {
        this.at = text.length;
        return undefined;
      }
    }
    this.at = at + 1;
    return hasEscape ? this.#unescape(from, at + 1) : text.slice(from + 1, at);
  }

  #unescape(from: number, to: number): string | undefined {
    try {
      const value: string = JSON.parse(this.#text.slice(from, to));
      // Written as escapes, they pass every check of bytes.
      if (value.includes('\0')) this.problem ??= 'nul_byte';
      if (!value.isWellFormed()) this.problem ??= 'bad_utf8';
      return value;
    } catch {
      this.at = from;
      return undefined;
    }
  }

  #skipNumber(): boolean {
    if (this.#text.charCodeAt(this.at) === MINUS) this.at++;
    if (this.#text.charCodeAt(this.at) === ZERO) this.at++;
    else if (!this.#skipDigits()) return false;
    if (this.#skipCode(POINT) && !this.#skipDigits()) return false;
    if ((this.#text.charCodeAt(this.at) | 0x20) !== 0x65) return true;
    this.at++;
    const sign = this.#text.charCodeAt(this.at);
    if (sign === MINUS || sign === 0x2b) this.at++;
    return this.#skipDigits();
  }

  #skipDigits(): boolean {
    const from = this.at;
    for (;;) {
      const code = this.#text.charCodeAt(this.at);
      if (!(code >= ZERO && code <= NINE)) return this.at > from;
      this.at++;
    }
  }

  #skipWord(word: string): boolean {
    if (!this.#text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  #skipCode(code: number): boolean {
    if (this.#text.charCodeAt(this.at) !== code) return false;
    this.at++;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }
}
