import type { Place } from './command.ts';

/** Text that stands for a person's values; no output of the command may hold it. */
export const MARKER = 'Zzkvara';

const ORDERS = [
  'order_id,ordered_at,status,buyer_id,buyer_name,buyer_email,recipient_id,product_id,product_kind,quantity,unit_price,memo',
  `O1,2026-01-05T10:00:00+07:00,completed,B1,${MARKER} Satu,satu@example.com,,P1,goods,2,10000,a`,
  `O2,2026-02-05T10:00:00+07:00,paid,B2,${MARKER} Dua,,,P2,service,1,25000,b`,
  `O3,2026-02-06T10:00:00+07:00,paid,B1,${MARKER} Satu,,B3,P1,goods,1,10000,c`,
  `O4,2026-02-07T10:00:00+07:00,paid,B4,${MARKER} Empat,,,P1,goods,many,10000,d`,
];

const USAGE = [
  {
    event_id: 'E1',
    used_at: '2026-02-10T10:00:00+07:00',
    user_id: 'B3',
    product_id: 'P1',
    product_kind: 'goods',
  },
  {
    event_id: 'E2',
    used_at: '2026-02-11T10:00:00+07:00',
    user_id: 'B2',
    product_id: 'P2',
    product_kind: 'service',
  },
];

/**
 * Writes raw files of which every answer is known by hand: B1 buys for 20,000 and for B3 for 10,000; B2 pays 25,000
 * for a service and uses it; B3 uses what B1 bought; the fourth order line has no number as its quantity.
 */
export function writeSmallCompany(place: Place): void {
  place.write('raw/orders/orders.csv', `${ORDERS.join('\n')}\n`);
  place.write('raw/usage/usage.ndjson', `${USAGE.map((event) => JSON.stringify(event)).join('\n')}\n`);
}
