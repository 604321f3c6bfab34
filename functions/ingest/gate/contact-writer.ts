import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { References } from '../references.ts';
import { KeyHash, KeyTable } from './key-table.ts';
import { type Contact, contactPoints } from './people.ts';
import { RowWriter } from './row-writer.ts';

/** Columns of the contacts file, without what the file as a whole says. */
export const CONTACT_COLUMNS = [
  'party_ref',
  'field',
  'identifier_kind',
  'namespace',
  'id',
  'name',
  'email',
  'phone',
  'address',
  'postal_code',
  'birth_date',
] as const;

/** Columns of the contact points file. */
export const POINT_COLUMNS = ['party_ref', 'point_kind', 'point_ref'] as const;

/** Writes who the references are, and what parties share, to two files of their own; the facts never see either. */
export class ContactWriter {
  readonly path: string;
  readonly pointsPath: string;
  count = 0;
  readonly #references: References;
  readonly #files: readonly [number, number];
  readonly #contacts: RowWriter;
  readonly #points: RowWriter;
  readonly #hash = new KeyHash();
  readonly #seen = new KeyTable();

  constructor(folder: string, name: string, references: References) {
    this.#references = references;
    this.path = join(folder, `${name}.contacts`);
    this.pointsPath = join(folder, `${name}.points`);
    this.#files = [openSync(this.path, 'w'), openSync(this.pointsPath, 'w')];
    this.#contacts = new RowWriter(this.#files[0]);
    this.#points = new RowWriter(this.#files[1]);
  }

  /** Writes a contact, once: what was written before is known by its hash. */
  write(contact: Contact): void {
    const { values } = contact;
    this.#hash.reset();
    for (const text of [
      contact.reference,
      contact.person,
      ...Object.values(values),
      contact.postalCode,
      contact.birthDate,
    ]) {
      this.#hash.addText(text ?? '');
    }
    if (this.#seen.add(this.#hash.first, this.#hash.second, 0) > 1) return;
    this.count++;
    writeRow(this.#contacts, [
      contact.reference,
      contact.person,
      contact.identifierKind,
      contact.namespace,
      values.id,
      values.name,
      values.email,
      values.phone,
      values.address,
      contact.postalCode,
      contact.birthDate,
    ]);
    for (const { kind, value } of contactPoints(values)) {
      writeRow(this.#points, [contact.reference, kind, this.#references.of(kind, value)]);
    }
  }

  finish(): void {
    this.#contacts.flush();
    this.#points.flush();
    for (const file of this.#files) closeSync(file);
  }
}

function writeRow(out: RowWriter, cells: readonly (string | undefined)[]): void {
  cells.forEach((cell, i) => {
    if (i > 0) out.endField();
    if (cell !== undefined) out.writeText(cell);
  });
  out.endRow();
}
