import { z } from 'zod';
import { E164 } from './phone.ts';
import { characterCount } from './text.ts';
import type { Words } from './words.ts';

/** What sort of value a field holds; each has one way to be normalised, one lake type and one set of limits. */
export type FieldKind =
  | 'identifier'
  | 'text'
  | 'free_text'
  | 'name'
  | 'email'
  | 'phone'
  | 'address'
  | 'instant'
  | 'date'
  | 'amount'
  | 'number'
  | 'rate'
  | 'flag'
  | 'choice'
  | 'currency';

/**
 * The time within which a field's value must fall: `activity` from the setting `earliest_month` to the end of the
 * business day of the file's arrival, `birth` from 1900 to arrival, `plan` from `earliest_month` to the end of 2100.
 */
export type TimeWindow = 'activity' | 'birth' | 'plan';

/** What the product knows of a field beyond zod's own checks. */
export interface FieldNote {
  readonly kind: FieldKind;
  readonly meaning: Words;
  /** A person's value: never in a fact, only as a keyed reference and in the contacts table. */
  readonly isPersonal: boolean;
  readonly maxLength?: number;
  readonly window?: TimeWindow;
  readonly choices?: readonly string[];
  /** The value when absent is that of a setting of the deployment (`currency`). */
  readonly defaultSetting?: string;
}

/** Every field of every data set, by its zod schema: the one place where a field's kind and meaning stand. */
export const fieldNotes = z.registry<FieldNote>();

export const IDENTIFIER_LENGTH = 200;
export const TEXT_LENGTH = 1000;
export const FREE_TEXT_LENGTH = 10_000;

/** Amounts are at least 0, below 10^14, with at most 4 decimals: what `decimal(18,4)` holds exactly. */
export const AMOUNT = /^[0-9]{1,14}(\.[0-9]{1,4})?$/;
/** As an amount, but may be below zero. */
export const NUMBER = /^-?[0-9]{1,14}(\.[0-9]{1,4})?$/;
/** A rate of exchange: above 0, `decimal(18,8)`. */
export const RATE = /^(?=.*[1-9])[0-9]{1,10}(\.[0-9]{1,8})?$/;
/** A UTC instant as the lake holds it, to the millisecond. */
export const INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}$/;
export const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
/** One @, no space, a dotted domain: what mail servers deliver in practice, kept narrow on purpose. */
export const EMAIL = /^[a-z0-9_'+.%-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** The three-letter codes of ISO 4217 that this runtime's Unicode data lists. */
export const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** The type, in Athena's words, in which the lake holds a kind of field. */
export const LAKE_TYPES: Readonly<Record<FieldKind, string>> = {
  identifier: 'varchar',
  text: 'varchar',
  free_text: 'varchar',
  name: 'varchar',
  email: 'varchar',
  phone: 'varchar',
  address: 'varchar',
  instant: 'timestamp(3)',
  date: 'date',
  amount: 'decimal(18,4)',
  number: 'decimal(18,4)',
  rate: 'decimal(18,8)',
  flag: 'boolean',
  choice: 'varchar',
  currency: 'varchar',
};

function texts(kind: FieldKind, maxLength: number, isPersonal: boolean) {
  return (en: string, id: string) =>
    z
      .string()
      .refine((value) => characterCount(value) <= maxLength)
      .register(fieldNotes, { kind, meaning: { en, id }, isPersonal, maxLength });
}

function patterned(kind: FieldKind, pattern: RegExp, isPersonal = false) {
  return (en: string, id: string) =>
    z.string().regex(pattern).register(fieldNotes, { kind, meaning: { en, id }, isPersonal });
}

function timed(kind: 'instant' | 'date', pattern: RegExp, window: TimeWindow, isPersonal = false) {
  return (en: string, id: string) =>
    z.string().regex(pattern).register(fieldNotes, { kind, meaning: { en, id }, isPersonal, window });
}

/** An id of something that is not a person: order, product, campaign; at most 200 characters. */
export const identifier = texts('identifier', IDENTIFIER_LENGTH, false);
/** An id of a person or an organisation; becomes a keyed reference. */
export const personId = texts('identifier', IDENTIFIER_LENGTH, true);
/** Short text, at most 1,000 characters. */
export const text = texts('text', TEXT_LENGTH, false);
/** Free text, cut at 10,000 characters with a mark. */
export const freeText = texts('free_text', FREE_TEXT_LENGTH, false);
/** A person's or an organisation's name. */
export const personName = texts('name', TEXT_LENGTH, true);
/** A street address or a part of one that, with a name, tells who somebody is. */
export const address = texts('address', TEXT_LENGTH, true);
/** An e-mail address in lower case. */
export const email = patterned('email', EMAIL, true);
/** A phone number in E.164. */
export const phone = patterned('phone', E164, true);
/** When something happened, UTC. */
export const instant = timed('instant', INSTANT, 'activity');
/** A calendar date on which something happened. */
export const date = timed('date', DATE, 'activity');
/** A calendar date that may lie ahead. */
export const plannedDate = timed('date', DATE, 'plan');
/** A date of birth. */
export const birthDate = timed('date', DATE, 'birth', true);
/** An amount of money, or a count of pieces: 0 or more, at most 4 decimals. */
export const amount = patterned('amount', AMOUNT);
/** A number that may be below zero, at most 4 decimals. */
export const number = patterned('number', NUMBER);
/** Units of the deployment's currency for one unit of another. */
export const rate = patterned('rate', RATE);

/** True or false, from `true`, `1`, `yes`, `ya` and their opposites. */
export function flag(en: string, id: string) {
  return z
    .enum(['true', 'false'])
    .register(fieldNotes, { kind: 'flag', meaning: { en, id }, isPersonal: false });
}

/** One of a closed list, in lower case. */
export function choice<const T extends readonly [string, ...string[]]>(choices: T, en: string, id: string) {
  return z
    .enum(choices)
    .register(fieldNotes, { kind: 'choice', meaning: { en, id }, isPersonal: false, choices });
}

/** A three-letter ISO 4217 code. */
export function currency(en: string, id: string, defaultSetting?: string) {
  const note = { kind: 'currency', meaning: { en, id }, isPersonal: false } as const;
  return z
    .string()
    .refine((code) => CURRENCIES.has(code))
    .register(fieldNotes, defaultSetting === undefined ? note : { ...note, defaultSetting });
}
