import type { Claim, PartyReference } from '../../../infra/local/demo/truths.ts';
import type { OracleAnswers } from './oracle.ts';

/** Gives the oracle's name for a party. */
export function keyOf(party: PartyReference): string {
  return party.field === 'id' ? `${party.shop}/${party.value}` : party.value;
}

/** Tells whether the oracle finds what the truths claim of a party. */
export function meetsClaim(oracle: OracleAnswers, claim: Claim, party: PartyReference): boolean {
  const key = keyOf(party);
  const type = oracle.types.get(key);
  if (claim === 'internal') return type?.type === 'internal';
  if (claim === 'intermediary_declared') return type?.type === 'intermediary' && type.basis === 'declared';
  if (claim === 'intermediary_inferred') return type?.type === 'intermediary' && type.basis === 'inferred';
  return oracle.characteristics[claim].has(key);
}
