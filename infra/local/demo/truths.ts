import type { SEASONS } from './seasons.ts';

/** Names a party by the strongest identifier that its rows carry: ids are the shop's own, the rest is everybody's. */
export interface PartyReference {
  readonly shop: string;
  readonly field: 'id' | 'email' | 'phone';
  /** As the lake normalises it: e-mail in lower case, phone in E.164. */
  readonly value: string;
}

export type Claim =
  | 'loyal'
  | 'thrifty'
  | 'impulsive'
  | 'growing'
  | 'potential'
  | 'new'
  | 'internal'
  | 'intermediary_declared'
  | 'intermediary_inferred';

/** A party made to meet a rule (`holds`), or to miss it narrowly by the one reason in `why`. */
export interface PlantedParty {
  readonly party: PartyReference;
  readonly claim: Claim;
  readonly holds: boolean;
  readonly why: string;
  /** Business dates with a paid order, ascending. */
  readonly paidOrderDates: readonly string[];
}

export type PairRelation = 'household' | 'employer' | 'resale' | 'other';

/** Somebody who pays, and somebody else who uses. */
export interface PairTruth {
  readonly payer: PartyReference;
  readonly user: PartyReference;
  /** Stated where the relation was made on purpose. */
  readonly relation?: PairRelation;
  /** Paid orders with a line for the user. */
  readonly orderCount: number;
  readonly usageCount: number;
}

/** A record that must be rejected, for this reason alone. */
export interface BadRow {
  /** Relative to the raw folder, with forward slashes. */
  readonly path: string;
  readonly dataset: string;
  readonly recordNumber: number;
  /** Absent where the whole record is damaged. */
  readonly field?: string;
  readonly problem: string;
}

/** The account of one raw file: record = written + rejected + duplicate + superseded. */
export interface FileTruth {
  readonly path: string;
  readonly dataset: string;
  readonly shop: string;
  /** ISO 8601, UTC: the file's modification time. */
  readonly arrivedAt: string;
  readonly recordCount: number;
  readonly writtenCount: number;
  readonly rejectedCount: number;
  readonly duplicateCount: number;
  readonly supersededCount: number;
  readonly maskedCount: number;
}

export interface MonthTruth {
  readonly month: string;
  /** Rupiah: line_amount less refunded_amount of paid lines with a rate; a plain decimal. */
  readonly revenue: string;
  readonly paidOrderCount: number;
  readonly unconvertedLineCount: number;
  readonly usageCount: number;
  /** Orders of the everyday population alone, which the factors of `seasons` made. */
  readonly everydayOrderCount: number;
}

export interface Totals {
  readonly orderLineCount: number;
  readonly orderLines: readonly { readonly shop: string; readonly status: string; readonly count: number }[];
  readonly orderCount: number;
  readonly paidOrderCount: number;
  readonly months: readonly MonthTruth[];
  readonly usageCount: number;
  readonly partyCounts: {
    readonly buyers: number;
    readonly users: number;
    /** Users by being a recipient alone. */
    readonly expectedUsersOnly: number;
    readonly clients: number;
    readonly payers: number;
  };
  readonly roleOverlap: Readonly<Record<string, number>>;
  readonly salesWithoutBuyer: {
    readonly orderCount: number;
    readonly lineCount: number;
    readonly revenue: string;
  };
  readonly foreign: {
    readonly lineCount: number;
    readonly unconvertedLineCount: number;
    readonly lines: readonly ForeignLine[];
  };
  readonly maskedValueCount: number;
}

/** A paid line in another currency, with the rate that applies: the newest on or before its date, at most 7 days old. */
export interface ForeignLine {
  readonly shop: string;
  readonly orderId: string;
  readonly position: number;
  readonly date: string;
  readonly currency: string;
  readonly amount: string;
  readonly rateDate?: string;
  readonly rate?: string;
}

/** Everything that the generator knows of the demonstration company and that the views should find. */
export interface DemonstrationTruths {
  readonly seed: number;
  readonly firstDate: string;
  /** Also the `as_of` of the lake: both shops' orders and usage reach it. */
  readonly lastDate: string;
  readonly planted: readonly PlantedParty[];
  readonly pairs: readonly PairTruth[];
  readonly badRows: readonly BadRow[];
  readonly files: readonly FileTruth[];
  readonly totals: Totals;
  /** Ids that both shops gave to people, each to somebody else. */
  readonly collidingPartyIdCount: number;
  /** Orders of which a later export has fewer lines: the earlier one's lines are gone. */
  readonly shrunkOrders: readonly { readonly shop: string; readonly orderId: string }[];
  /** Days on which a shop's own statistics differ from its orders on purpose. */
  readonly controlDifferences: readonly {
    readonly shop: string;
    readonly date: string;
    readonly measure: string;
    readonly stated: string;
    readonly actual: string;
  }[];
  readonly seasons: typeof SEASONS;
}
