import type { ScannedRecord } from '../read/delimited-scanner.ts';
import { CellMemory } from './cell-memory.ts';
import type { Cells } from './cells.ts';
import type { KeyHash } from './key-table.ts';
import { type Contact, type PeopleOptions, PeopleReader } from './people.ts';
import { FIELD_SEPARATOR, type RowWriter } from './row-writer.ts';

/** What a record's people come to besides their references: whether any is at fault, and what was masked. */
interface Verdict {
  readonly isMalformed: boolean;
  readonly masked: readonly string[];
}

/** Writes the references of a record's people, working them out once for each distinct set of personal cells. */
export class PeopleWriter {
  /** People in the order in which their references are written. */
  readonly names: readonly string[];
  /** Records in which each personal field was masked. */
  readonly maskedCounts: Record<string, number> = {};
  readonly #reader: PeopleReader;
  readonly #memory: CellMemory;
  /** Few are different: noted with each entry of the memory by number. */
  readonly #verdicts: Verdict[] = [];
  readonly #keyPlaces: readonly number[];

  constructor(options: PeopleOptions, onContact: (contact: Contact) => void) {
    const { key, people } = options.dataset;
    this.#reader = new PeopleReader(options, onContact);
    this.names = this.#reader.names;
    this.#memory = new CellMemory(this.#reader.columns);
    this.#keyPlaces = this.names.flatMap((name, place) =>
      key.includes(people[name]?.id ?? '') ? place : [],
    );
  }

  /** Writes one field for each person and adds those of the key to `hash`; false where any person is at fault. */
  write(cells: Cells, record: ScannedRecord | undefined, out: RowWriter, hash: KeyHash): boolean {
    if (this.names.length === 0) return true;
    const memory = this.#memory;
    const from = out.openRowLength;
    let entry = memory.find(cells, record);
    if (entry >= 0) out.writeBytes(memory.bytes, memory.valueStart(entry), memory.valueEnd(entry));
    else {
      const verdict = this.#workOut(cells, out);
      entry = memory.remember(out.openRow(from), verdict);
    }
    for (const place of this.#keyPlaces) addField(out.openRow(from), place, hash);
    const { isMalformed, masked } = this.#verdicts[memory.note(entry)] as Verdict;
    for (const name of masked) this.maskedCounts[name] = (this.maskedCounts[name] ?? 0) + 1;
    return !isMalformed;
  }

  /** Writes the references and gives the number of the verdict. */
  #workOut(cells: Cells, out: RowWriter): number {
    const { references, isMalformed, masked } = this.#reader.read(cells);
    for (const reference of references) {
      if (reference !== undefined) out.writeText(reference);
      out.endField();
    }
    const known = this.#verdicts.findIndex(
      (verdict) => verdict.isMalformed === isMalformed && verdict.masked.join() === masked.join(),
    );
    return known >= 0 ? known : this.#verdicts.push({ isMalformed, masked }) - 1;
  }
}

/** Adds the field at a place of written fields to a hash. */
function addField(bytes: Uint8Array, place: number, hash: KeyHash): void {
  let start = 0;
  for (let i = 0; i < place; i++) start = bytes.indexOf(FIELD_SEPARATOR, start) + 1;
  hash.addBytes(bytes, start, bytes.indexOf(FIELD_SEPARATOR, start));
}
