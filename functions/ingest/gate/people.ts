import type { Dataset, DatasetField, PersonFields } from '../../../schemas/dataset.ts';
import { normaliseField } from '../../../schemas/normalise.ts';
import { characterCount, isMasked, nameForMatching, normaliseText } from '../../../schemas/text.ts';
import { IDENTIFIER_KINDS, type IdentifierKind, type PointKind, type References } from '../references.ts';
import type { Cells } from './cells.ts';
import type { FieldReader } from './field-reader.ts';

/** A person's values in their canonical forms, as far as the record tells them. */
export interface PersonValues {
  readonly id?: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: string;
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
  readonly contacts: readonly Contact[];
}

export interface PeopleOptions {
  readonly dataset: Dataset;
  readonly readers: ReadonlyMap<string, FieldReader>;
  readonly references: References;
  /** Gives the namespace of people's ids in a shop. */
  namespaceOf(shop: string): string;
  /** Latest date of birth that is possible. */
  readonly latestDate: string;
}

const EARLIEST_BIRTH = '1900-01-01';
/** Distinct combinations of personal fields kept in memory; a shop's export repeats few of them far apart. */
const CACHE_LIMIT = 100_000;

/** Turns the personal fields of records into references; equal combinations are worked out once. */
export class PeopleReader {
  readonly names: readonly string[];
  readonly #options: PeopleOptions;
  readonly #fields: readonly { field: DatasetField; reader: FieldReader }[];
  readonly #cache = new Map<string, People>();

  constructor(options: PeopleOptions) {
    this.#options = options;
    this.names = Object.keys(options.dataset.people);
    this.#fields = personalFields(options);
  }

  /** Gives what a record says of people; `isNew` tells that its contacts were not given before. */
  read(cells: Cells, shop: string, extra: string): { people: People; isNew: boolean } {
    let key = `${shop}\u001f${extra}`;
    for (const { reader } of this.#fields) key += `\u001f${reader.read(cells) ?? ''}`;
    const known = this.#cache.get(key);
    if (known !== undefined) return { people: known, isNew: false };
    if (this.#cache.size >= CACHE_LIMIT) this.#cache.clear();
    const people = this.#resolve(cells, shop, extra);
    this.#cache.set(key, people);
    return { people, isNew: true };
  }

  #resolve(cells: Cells, shop: string, handlerKind: string): People {
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
    const city = normaliseText(this.#options.readers.get('city')?.read(cells) ?? '');
    if (city !== '') texts.set('city', city);
    const found = this.#identify(texts, shop, handlerKind);
    return { ...found, isMalformed: isMalformed || this.#lacksRequired(texts), masked };
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
  ): Pick<People, 'references' | 'contacts'> {
    const values = new Map<string, PersonValues>();
    const { people } = this.#options.dataset;
    for (const name of this.names) values.set(name, personValues(people[name] ?? {}, texts));
    const same = new Map<string, string>();
    settleAddresses(people, values, same);
    const contacts = this.names.flatMap((name) => {
      if (same.has(name) || (name === 'handler' && handlerKind === 'ai')) return [];
      return this.#contact(name, values.get(name) ?? {}, shop, texts) ?? [];
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
  const all = {
    id: pick(fields.id),
    name: pick(fields.name),
    email: pick(fields.email),
    phone: pick(fields.phone),
    address,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
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
    const { address: _, ...identifiers } = person;
    if (Object.keys(identifiers).length === 0) {
      values.set(name, {});
    } else if (isSamePerson(identifiers, who)) {
      same.set(name, other);
    } else {
      const { address: __, ...rest } = who;
      values.set(other, rest);
    }
  }
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
