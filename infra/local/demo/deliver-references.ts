import { firstDayOf, instantOf } from './calendar.ts';
import { campaignRows } from './campaigns.ts';
import type { Delivery } from './delivery.ts';
import type { Dialect, Row } from './dialect.ts';
import { type DemoParty, type DemoProduct, SHOPS, type ShopName } from './model.ts';
import { writeProductParquet } from './product-parquet.ts';
import type { Random } from './random.ts';
import { type Rate, rateRow } from './rates.ts';
import type { World } from './world.ts';

const COMMA: Dialect = { format: 'csv', clock: 'local' };
const JSON_ARRAY: Dialect = { format: 'json', clock: 'offset' };
const PRODUCT_COLUMNS =
  'product_id product_name product_kind product_category is_tailored unit_price cost_amount'.split(' ');
const PARTY_COLUMNS = (
  'party_id party_kind name email phone birth_date relation organisation_id address city region postal_code ' +
  'country consent_email consent_whatsapp consent_phone consent_ads consent_at account_owner_id referrer_id'
).split(' ');
const CAMPAIGN_COLUMNS =
  'campaign_id code campaign_name purpose audience channel starts_on ends_on cost_amount'.split(' ');
/** So many months after the first the older list of people and the older rates arrive. */
const EARLIER_MONTHS = 38;

/** Delivers what each shop sells: Jakarta as Parquet and again with new prices, Surabaya as one JSON array. */
export async function deliverProducts(world: World, delivery: Delivery): Promise<void> {
  const { firstDay, firstMonth } = world.calendar;
  const { jakarta, surabaya } = world.catalogues;
  const parquet = 'products/shop=jakarta/produk.parquet';
  const parquetRows = productRows(jakarta.all, 1);
  const arrivesAt = delivery.nextArrival(firstDay - 1);
  await writeProductParquet(delivery.rawDir, parquet, parquetRows, arrivesAt);
  delivery.files.push({
    path: parquet,
    dataset: 'products',
    shop: 'jakarta',
    arrivedAt: new Date(arrivesAt).toISOString(),
    recordCount: parquetRows.length,
    writtenCount: parquetRows.length,
    rejectedCount: 0,
    duplicateCount: 0,
    supersededCount: 0,
    maskedCount: 0,
  });
  const shared = { dataset: 'products', columns: PRODUCT_COLUMNS };
  delivery.deliver(
    {
      ...shared,
      path: 'products/shop=surabaya/produk.json',
      shop: 'surabaya',
      dialect: JSON_ARRAY,
      lastDay: firstDay - 1,
    },
    productRows(surabaya.all, 1),
  );
  delivery.deliver(
    {
      ...shared,
      path: 'products/shop=jakarta/produk_harga_baru.csv',
      shop: 'jakarta',
      dialect: COMMA,
      lastDay: firstDayOf(firstMonth + EARLIER_MONTHS) - 1,
      faults: ['product_kind_not_allowed'],
    },
    productRows(jakarta.all, 1.08),
  );
}

function productRows(products: readonly DemoProduct[], priceFactor: number): Row[] {
  return products
    .filter((product) => !product.isUnlisted)
    .map((product) => ({
      product_id: product.id,
      product_name: product.name,
      product_kind: product.kind,
      product_category: product.category,
      is_tailored: String(product.isTailored),
      unit_price: String(Math.round((product.price * priceFactor) / 500) * 500),
      cost_amount: String(Math.round((product.price * 0.6) / 500) * 500),
    }));
}

/** Delivers each shop's list of people: an older one, and a newer one with the others and changed consents. */
export function deliverParties(world: World, delivery: Delivery): void {
  const { firstMonth, lastDay } = world.calendar;
  const earlier = firstDayOf(firstMonth + EARLIER_MONTHS) - 1;
  for (const shop of SHOPS) {
    const random = world.random.fork(`parties/${shop}`);
    const declared = world.parties.filter((party) => party.shop === shop && party.declared !== undefined);
    const isEarly = declared.map(() => random.chance(0.6));
    const shared = { dataset: 'parties', shop, columns: PARTY_COLUMNS };
    const first = delivery.openAt({
      ...shared,
      path: `parties/shop=${shop}/orang-lama.csv`,
      dialect: { ...COMMA, delimiter: shop === 'jakarta' ? ',' : ';' },
      lastDay: earlier,
      faults: shop === 'jakarta' ? ['phone_bad'] : [],
    });
    declared.forEach((party, i) => {
      if (isEarly[i] === true) first.add(partyRow(party, earlier, first.instant.bind(first), random));
    });
    delivery.close(first);
    const second = delivery.openAt({
      ...shared,
      path: `parties/shop=${shop}/orang.${shop === 'jakarta' ? 'csv' : 'ndjson'}`,
      dialect: shop === 'jakarta' ? COMMA : { format: 'ndjson', clock: 'offset' },
      lastDay,
    });
    declared.forEach((party, i) => {
      if (isEarly[i] === true && !random.chance(0.1)) return;
      second.add(partyRow(party, lastDay, second.instant.bind(second), random));
    });
    delivery.close(second);
  }
}

function partyRow(party: DemoParty, knownDay: number, write: (at: number) => string, random: Random): Row {
  const { declared, home } = party;
  const consents = ['consent_email', 'consent_whatsapp', 'consent_phone', 'consent_ads'];
  const answers = consents.map((field) => [field, random.chance(0.65) ? 'true' : 'false']);
  return {
    party_id: party.id ?? '',
    party_kind: party.isOrganisation ? 'organisation' : 'person',
    name: party.name,
    email: party.email ?? '',
    phone: party.phone ?? '',
    birth_date: party.birthDate ?? '',
    relation: declared?.relation ?? '',
    organisation_id: declared?.organisation?.id ?? '',
    address: home.address,
    city: home.city,
    region: home.region,
    postal_code: home.postalCode,
    country: 'ID',
    ...Object.fromEntries(answers),
    consent_at: write(instantOf(knownDay - random.integer(1, 300), random.integer(0, 80_000))),
    account_owner_id: party.isOrganisation ? 'S-03' : '',
    referrer_id: declared?.referrer?.id ?? '',
  };
}

/** Delivers what each shop's campaigns were; the codes are those that its orders carry. */
export function deliverCampaigns(world: World, delivery: Delivery): void {
  for (const shop of SHOPS) {
    delivery.deliver(
      {
        path: `campaigns/shop=${shop}/kampanye.csv`,
        dataset: 'campaigns',
        shop,
        columns: CAMPAIGN_COLUMNS,
        dialect: COMMA,
        lastDay: world.calendar.lastDay,
      },
      campaignRows(world.calendar),
    );
  }
}

/** Delivers the rates in two files that belong to no shop. */
export function deliverRates(world: World, delivery: Delivery, rates: readonly Rate[]): void {
  const { firstMonth, lastDay } = world.calendar;
  const turn = firstDayOf(firstMonth + EARLIER_MONTHS);
  const shared = { dataset: 'exchange_rates', shop: 'main', columns: ['rate_date', 'currency', 'rate'] };
  delivery.deliver(
    { ...shared, path: 'exchange_rates/kurs-lama.csv', dialect: COMMA, lastDay: turn - 1 },
    rates.filter((rate) => rate.day < turn).map(rateRow),
  );
  delivery.deliver(
    {
      ...shared,
      path: 'exchange_rates/kurs.csv',
      dialect: { ...COMMA, delimiter: ';' },
      lastDay,
      faults: ['rate_currency_bad'],
    },
    rates.filter((rate) => rate.day >= turn).map(rateRow),
  );
}

/** Delivers one shop's own statistics. */
export function deliverControlTotals(
  world: World,
  delivery: Delivery,
  shop: ShopName,
  rows: readonly Row[],
): void {
  delivery.deliver(
    {
      path: `control_totals/shop=${shop}/statistik.csv`,
      dataset: 'control_totals',
      shop,
      columns: ['total_date', 'measure', 'value'],
      dialect: COMMA,
      lastDay: world.calendar.lastDay,
      faults: shop === 'surabaya' ? ['measure_unknown'] : [],
    },
    rows,
  );
}
