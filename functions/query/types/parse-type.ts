import { walk } from '../parse/syntax-node.ts';
import { parseStatement } from '../parse/trino-parser.ts';
import { readType, TYPE_NODES } from './read-type.ts';
import type { TrinoType } from './trino-type.ts';

const known = new Map<string, TrinoType>();

/** The type that a text names: `varchar`, `decimal(18,4)`, `array(varchar)`; throws as a cast to it would. */
export function parseType(text: string): TrinoType {
  const cached = known.get(text);
  if (cached !== undefined) return cached;
  for (const node of walk(parseStatement(`select cast(null as ${text})`))) {
    if (!TYPE_NODES.includes(node.kind)) continue;
    const { type } = readType(node);
    known.set(text, type);
    return type;
  }
  throw new TypeError(`no type in ${text}`);
}
