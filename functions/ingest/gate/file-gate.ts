import type { DatasetName } from '../../../schemas/dataset.ts';
import type { Condition, Mapping } from '../../../schemas/mapping.ts';
import type { ProblemCode } from '../../../schemas/problem-codes.ts';
import type { ScannedRecord } from '../read/delimited-scanner.ts';
import type { Cells } from './cells.ts';
import type { DatasetGate } from './dataset-gate.ts';
import { RecordPlaces } from './record-places.ts';

type Test = (cells: Cells) => boolean;

/** A data set that a file feeds, and when a record is one of its. */
interface Route {
  readonly name: DatasetName;
  readonly gate: DatasetGate;
  readonly isMeant: Test;
}

/** Sends each raw record to the data sets that the mapping makes of it, and keeps where it lies in the file. */
export class FileGate {
  readonly gates: readonly DatasetGate[];
  readonly places = new RecordPlaces();
  /** Raw records that make none, by the mapping's own rule. */
  skippedCount = 0;

  readonly #routes: readonly Route[];
  readonly #skip: Test | undefined;
  readonly #action: { column: number | undefined; to: ReadonlyMap<string, string> } | undefined;

  constructor(mapping: Mapping, gates: readonly DatasetGate[], columns: ReadonlyMap<string, number>) {
    this.gates = gates;
    this.#routes = mapping.datasets.flatMap((part, i) => {
      const gate = gates[i];
      return gate === undefined
        ? []
        : [{ name: part.dataset, gate, isMeant: compileAll(part.when ?? [], columns) }];
    });
    this.#skip = mapping.skip === undefined ? undefined : compileAny(mapping.skip, columns);
    if (mapping.actions !== undefined) {
      const to = new Map(
        Object.entries(mapping.actions.to).map(([text, target]) => [text.toLowerCase(), target]),
      );
      this.#action = { column: columns.get(mapping.actions.column), to };
    }
  }

  /** Takes one raw record that could be read; `record` is there for delimited files. */
  take(
    number: number,
    byteOffset: number,
    line: number,
    cells: Cells,
    record: ScannedRecord | undefined,
  ): void {
    this.places.add(byteOffset, line);
    if (this.#skip?.(cells) === true) {
      this.skippedCount++;
      return;
    }
    const action = this.#action === undefined ? undefined : this.#readAction(cells);
    if (action === 'unknown') {
      this.#refuse(number, 'action_unknown');
      return;
    }
    let isTaken = false;
    for (const route of this.#routes) {
      if (action !== undefined && !isActionTarget(route.name, action)) continue;
      if (!route.isMeant(cells)) continue;
      route.gate.write(number, cells, record);
      isTaken = true;
    }
    if (!isTaken) this.skippedCount++;
  }

  /** Takes one raw record that could not be read. */
  takeBroken(number: number, byteOffset: number, line: number, problem: ProblemCode): void {
    this.places.add(byteOffset, line);
    this.#refuse(number, problem);
  }

  finish(): void {
    for (const gate of this.gates) gate.finish();
  }

  #refuse(number: number, problem: ProblemCode): void {
    this.gates[0]?.reject(number, { problem });
  }

  #readAction(cells: Cells): string {
    const { column, to } = this.#action ?? {};
    const text = column === undefined ? undefined : cells.text(column)?.trim().toLowerCase();
    return to?.get(text ?? '') ?? 'unknown';
  }
}

/** An action decides between use, interest and nothing; other data sets of the same file are not its concern. */
function isActionTarget(name: DatasetName, action: string): boolean {
  return name === 'usage' || name === 'interactions' ? name === action : true;
}

function compileAll(conditions: readonly Condition[], columns: ReadonlyMap<string, number>): Test {
  const tests = conditions.map((condition) => compileTest(condition, columns));
  return (cells) => tests.every((test) => test(cells));
}

function compileAny(conditions: readonly Condition[], columns: ReadonlyMap<string, number>): Test {
  const tests = conditions.map((condition) => compileTest(condition, columns));
  return (cells) => tests.some((test) => test(cells));
}

function compileTest(condition: Condition, columns: ReadonlyMap<string, number>): Test {
  const column = columns.get(condition.column);
  const among = toSet(condition.in);
  const notAmong = toSet(condition.not_in);
  return (cells) => {
    const text = (column === undefined ? undefined : cells.text(column))?.trim().toLowerCase() ?? '';
    if (condition.is_empty !== undefined && condition.is_empty !== (text === '')) return false;
    if (among !== undefined && !among.has(text)) return false;
    return notAmong === undefined || !notAmong.has(text);
  };
}

function toSet(texts: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return texts === undefined ? undefined : new Set(texts.map((text) => text.toLowerCase()));
}
