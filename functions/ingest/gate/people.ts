import type { Dataset, DatasetField, PersonFields } from '../../../schemas/dataset.ts';
import { normaliseField } from '../../../schemas/normalise.ts';
import { characterCount, isMasked, nameForMatching, normaliseText } from '../../../schemas/text.ts';
import { IDENTIFIER_KINDS, type IdentifierKind, type PointKind, type References } from '../references.ts';
import type { Cells } from './cells.ts';
import type { FieldReader } from './field-reader.ts';

/** A person's values in their canonical forms, as far as the record tells them. */
export interface PersonValues {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly address: string | undefined;
}

/** What is written of a person beside the facts, in tables of their own. */
export interface Contact {
  readonly person: string;
  readonly reference: string;
  readonly identifierKind: IdentifierKind;
  readonly namespace: string;
  readonly values: PersonValues;
  readonly postalCode: string | undefined;
  readonly birthDate: string | undefined;
}

/** What a record's personal fields come to: references by person, whether any is at fault, and which were masked. */
export interface People {
  readonly references: readonly (string | undefined)[];
  readonly isMalformed: boolean;
  readonly masked: readonly string[];
}

export interface PeopleOptions {
  readonly dataset: Dataset;
  readonly readers: ReadonlyMap<string, FieldReader>;
  readonly references: References;
  /** Shop of records that name none. */
  readonly shop: string;
  /** Gives the namespace of people's ids in a shop. */
  namespaceOf(shop: string): string;
  /** Latest date of birth that is possible. */
  readonly latestDate: string;
}

const NOBODY: PersonValues = {
  id: undefined,
  name: undefined,
  email: undefined,
  phone: undefined,
  address: undefined,
};

const EARLIEST_BIRTH = '1900-01-01';

/** Turns the personal fields of a record into references. */
export class PeopleReader {
  readonly names: readonly string[];
  /** The columns on which everything read here depends. */
  readonly columns: readonly number[];
  readonly #options: PeopleOptions;
  readonly #fields: readonly { field: DatasetField; reader: FieldReader }[];
  /** The city is no secret, but part of the address that tells who somebody is. */
  readonly #city: FieldReader | undefined;
  readonly #onContact: (contact: Contact) => void;

  /** `onContact` gets whom a record names: the same contact may come again. */
  constructor(options: PeopleOptions, onContact: (contact: Contact) => void) {
    this.#onContact = onContact;
    this.#options = options;
    this.names = Object.keys(options.dataset.people);
    this.#fields = personalFields(options);
    this.#city = options.readers.get('city');
    const others = ['city', 'shop', 'handler_kind'].map((name) => options.readers.get(name)?.columns ?? []);
    const own = this.#fields.map(({ reader }) => reader.columns);
    this.columns = [...new Set([...own, ...others].flat())];
  }

  /** Gives what a record says of people. */
  read(cells: Cells): People {
    const { readers } = this.#options;
    const shop = normaliseText(readers.get('shop')?.read(cells) ?? '') || this.#options.shop;
    const handlerKind = normaliseText(readers.get('handler_kind')?.read(cells) ?? '').toLowerCase();
    const texts = new Map<string, string>();
    const masked: string[] = [];
    let isMalformed = false;
    for (const { field, reader } of this.#fields) {
      const text = normaliseText(reader.read(cells) ?? '');
      if (text === '') continue;
      if (isMasked(text)) {
        masked.push(field.name);
        continue;
      }
      const value = normaliseField(field.kind, text, reader.notation);
      if (value === undefined || !this.#isWithinLimits(field, value)) isMalformed = true;
      else texts.set(field.name, value);
    }
    const city = normaliseText(this.#city?.read(cells) ?? '');
    if (city !== '') texts.set('city', city);
    const isRefused = isMalformed || this.#lacksRequired(texts);
    const { references, contacts } = this.#identify(texts, shop, handlerKind);
    if (!isRefused) contacts.forEach(this.#onContact);
    return { references, isMalformed: isRefused, masked };
  }

  #isWithinLimits(field: DatasetField, value: string): boolean {
    if (field.maxLength !== undefined && characterCount(value) > field.maxLength) return false;
    return field.window !== 'birth' || (value >= EARLIEST_BIRTH && value <= this.#options.latestDate);
  }

  #lacksRequired(texts: ReadonlyMap<string, string>): boolean {
    const { dataset } = this.#options;
    for (const { field } of this.#fields) if (field.isRequired && !texts.has(field.name)) return true;
    return dataset.anyOf.some(
      (group) =>
        group.every((name) => dataset.fields.get(name)?.isPersonal === true) &&
        !group.some((name) => texts.has(name)),
    );
  }

  #identify(
    texts: ReadonlyMap<string, string>,
    shop: string,
    handlerKind: string,
  ): { references: (string | undefined)[]; contacts: Contact[] } {
    const values = new Map<string, PersonValues>();
    const { people } = this.#options.dataset;
    for (const name of this.names) values.set(name, personValues(people[name] ?? {}, texts));
    const same = new Map<string, string>();
    settleAddresses(people, values, same);
    const contacts = this.names.flatMap((name) => {
      if (same.has(name) || (name === 'handler' && handlerKind === 'ai')) return [];
      return this.#contact(name, values.get(name) ?? NOBODY, shop, texts) ?? [];
    });
    const references = this.names.map((name) => {
      if (name === 'handler' && handlerKind === 'ai') return values.get(name)?.id;
      const person = same.get(name) ?? name;
      return contacts.find((contact) => contact.person === person)?.reference;
    });
    return { references, contacts };
  }

  #contact(
    person: string,
    values: PersonValues,
    shop: string,
    texts: ReadonlyMap<string, string>,
  ): Contact | undefined {
    const namespace = this.#options.namespaceOf(shop);
    for (const kind of IDENTIFIER_KINDS) {
      const value = identifierValue(kind, values, namespace);
      if (value === undefined) continue;
      const reference = this.#options.references.of(kind, value);
      const isOwn = person === 'party' || values.address !== undefined;
      return {
        person,
        reference,
        identifierKind: kind,
        namespace,
        values,
        postalCode: isOwn ? texts.get('postal_code') : undefined,
        birthDate: person === 'party' ? texts.get('birth_date') : undefined,
      };
    }
    return undefined;
  }
}

function personalFields(options: PeopleOptions): { field: DatasetField; reader: FieldReader }[] {
  return [...options.dataset.fields.values()].flatMap((field) => {
    const reader = options.readers.get(field.name);
    return field.isPersonal && reader !== undefined ? [{ field, reader }] : [];
  });
}

function personValues(fields: PersonFields, texts: ReadonlyMap<string, string>): PersonValues {
  const pick = (name: string | undefined) => (name === undefined ? undefined : texts.get(name));
  const parts = (fields.address ?? []).flatMap((name) => texts.get(name) ?? []);
  // A city alone is where many people live: only with a street or a postal code does it tell who somebody is.
  const address =
    parts.length > 0 && fields.address?.some((name) => name !== 'city' && texts.has(name))
      ? parts.join(', ')
      : undefined;
  return {
    id: pick(fields.id),
    name: pick(fields.name),
    email: pick(fields.email),
    phone: pick(fields.phone),
    address,
  };
}

/** A delivery address is the recipient's; it is the buyer's only where nobody else is named to receive. */
function settleAddresses(
  people: Readonly<Record<string, PersonFields>>,
  values: Map<string, PersonValues>,
  same: Map<string, string>,
): void {
  for (const [name, fields] of Object.entries(people)) {
    const other = fields.unlessSameAs;
    const person = values.get(name);
    const who = other === undefined ? undefined : values.get(other);
    if (other === undefined || person === undefined || who === undefined) continue;
    if (isNobody(person)) values.set(name, NOBODY);
    else if (isSamePerson(person, who)) same.set(name, other);
    else values.set(other, { ...who, address: undefined });
  }
}

function isNobody(person: PersonValues): boolean {
  return (
    person.id === undefined &&
    person.name === undefined &&
    person.email === undefined &&
    person.phone === undefined
  );
}

/** Two descriptions in one record are one person by their ids, else their names, else any e-mail or phone they share. */
function isSamePerson(a: PersonValues, b: PersonValues): boolean {
  if (a.id !== undefined && b.id !== undefined) return a.id === b.id;
  if (a.name !== undefined && b.name !== undefined)
    return nameForMatching(a.name) === nameForMatching(b.name);
  return (a.email !== undefined && a.email === b.email) || (a.phone !== undefined && a.phone === b.phone);
}

function identifierValue(kind: IdentifierKind, values: PersonValues, namespace: string): string | undefined {
  if (kind === 'id') return values.id === undefined ? undefined : `${namespace}\u001f${values.id}`;
  if (kind !== 'name') return values[kind];
  if (values.name === undefined) return undefined;
  // A name without an address is no more than a name in one shop.
  const where = values.address === undefined ? namespace : matchingAddress(values.address);
  return `${nameForMatching(values.name)}\u001f${where}`;
}

function matchingAddress(address: string): string {
  return nameForMatching(address);
}

/** Gives what a person may share with others: contact points in the form in which they are compared. */
export function contactPoints(values: PersonValues): { kind: PointKind; value: string }[] {
  const points: { kind: PointKind; value: string }[] = [];
  if (values.email !== undefined) points.push({ kind: 'email', value: values.email });
  if (values.phone !== undefined) points.push({ kind: 'phone', value: values.phone });
  const name = values.name === undefined ? '' : nameForMatching(values.name);
  if (name !== '') points.push({ kind: 'name', value: name });
  if (values.address !== undefined) {
    const address = matchingAddress(values.address);
    points.push({ kind: 'address', value: address });
    const surname = name.split(' ').at(-1) ?? '';
    if (name.includes(' ')) points.push({ kind: 'surname_address', value: `${surname}\u001f${address}` });
  }
  return points;
}
