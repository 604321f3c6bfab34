import { type DemoParty, type Home, SHOPS, type ShopName } from './model.ts';
import { type Random, requireItem } from './random.ts';

const GIVEN = (
  'Adi Agus Aditya Anggun Arif Ayu Bagas Bayu Bima Budi Cahya Citra Danu Dewi Dian Dimas Dinda Eka Fajar ' +
  'Fitri Galih Gita Hana Hendra Indah Indra Intan Joko Kartika Kirana Laras Lestari Lina Mega Melati Nanda ' +
  'Nia Novi Okta Panji Putri Rahma Raka Rani Ratna Rina Rizki Sari Satria Sinta Surya Tari Tirta Utami Vina ' +
  'Wahyu Wulan Yani Yoga Yudi'
).split(' ');
// Family names are put together from syllables, so that no whole name is that of somebody.
const FIRST_SYLLABLES = 'Ba Da Ga Ka La Ma Na Pa Ra Sa Ta Wa'.split(' ');
const MIDDLE_SYLLABLES = 'lu mi no ri so tu we yo'.split(' ');
const LAST_SYLLABLES = 'bang dar gan jaya kar lang mar nung rang sena toro wira'.split(' ');
const STREETS =
  'Anggrek Bougenvil Cempaka Dahlia Flamboyan Kamboja Kenanga Mawar Melur Nusa Pinus Seroja Teratai'.split(
    ' ',
  );
const PLACES: readonly Omit<Home, 'address'>[] = [
  { city: 'Jakarta Selatan', region: 'DKI Jakarta', postalCode: '12110' },
  { city: 'Jakarta Barat', region: 'DKI Jakarta', postalCode: '11410' },
  { city: 'Bandung', region: 'Jawa Barat', postalCode: '40111' },
  { city: 'Bekasi', region: 'Jawa Barat', postalCode: '17111' },
  { city: 'Semarang', region: 'Jawa Tengah', postalCode: '50131' },
  { city: 'Yogyakarta', region: 'DI Yogyakarta', postalCode: '55111' },
  { city: 'Surabaya', region: 'Jawa Timur', postalCode: '60111' },
  { city: 'Malang', region: 'Jawa Timur', postalCode: '65111' },
  { city: 'Denpasar', region: 'Bali', postalCode: '80111' },
  { city: 'Makassar', region: 'Sulawesi Selatan', postalCode: '90111' },
];
const MAIL_HOSTS = ['example.com', 'example.org', 'example.net'];
const ORGANISATION_KINDS = ['PT', 'CV', 'Yayasan', 'Kantor'];

export interface PartyWish {
  readonly known?: 'id' | 'email' | 'phone';
  readonly isOrganisation?: boolean;
  /** Lives with this party: same home, same family name. */
  readonly with?: DemoParty;
  readonly currency?: DemoParty['currency'];
}

/** Makes people and organisations that do not exist; no two share a name, an id within a shop, an e-mail or a phone. */
export class PeopleMaker {
  readonly #random: Random;
  readonly #names = new Set<string>();
  readonly #homes = new Set<string>();
  readonly #lastId: Record<ShopName, number> = { jakarta: 0, surabaya: 0 };
  #lastPhone = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Gives a new party of a shop; known by an id unless the wish says that it only leaves an e-mail or a phone. */
  make(shop: ShopName, wish: PartyWish = {}): DemoParty {
    const random = this.#random;
    const known = wish.known ?? 'id';
    const isOrganisation = wish.isOrganisation ?? false;
    const name = this.#newName(isOrganisation, wish.with);
    const phone = this.#newPhone();
    return {
      shop,
      name,
      isOrganisation,
      home: wish.with?.home ?? this.#newHome(shop),
      currency: wish.currency ?? 'IDR',
      members: [],
      ...(known === 'id' ? { id: this.#newId(shop) } : {}),
      ...(known === 'email' || (known === 'id' && random.chance(0.6)) ? { email: this.#mailOf(name) } : {}),
      ...(known === 'phone' || (known === 'id' && random.chance(0.7)) ? { phone } : {}),
      ...(isOrganisation ? {} : { birthDate: this.#birthDate(wish.with !== undefined) }),
    };
  }

  #newId(shop: ShopName): string {
    this.#lastId[shop] += 1;
    return `P${String(this.#lastId[shop]).padStart(5, '0')}`;
  }

  #newName(isOrganisation: boolean, relative: DemoParty | undefined): string {
    for (;;) {
      const family = relative?.name.split(' ').at(-1) ?? this.#family();
      const name = isOrganisation
        ? `${this.#random.pick(ORGANISATION_KINDS)} ${family} ${this.#family()}`
        : `${this.#random.pick(GIVEN)} ${this.#random.pick(GIVEN)} ${family}`;
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      return name;
    }
  }

  #family(): string {
    const random = this.#random;
    return random.pick(FIRST_SYLLABLES) + random.pick(MIDDLE_SYLLABLES) + random.pick(LAST_SYLLABLES);
  }

  /** No operator has +62 840; the shape is that of a mobile number. */
  #newPhone(): string {
    this.#lastPhone += 1;
    return `+62840${String(this.#lastPhone * 37).padStart(8, '0')}`;
  }

  #mailOf(name: string): string {
    return `${name.toLowerCase().replaceAll(' ', '.')}@${this.#random.pick(MAIL_HOSTS)}`;
  }

  #newHome(shop: ShopName): Home {
    // The two shops sell all over the country, each most around its own city.
    const near = shop === SHOPS[0] ? this.#random.integer(0, 5) : this.#random.integer(4, 9);
    const place = this.#random.chance(0.7) ? requireItem(PLACES, near) : this.#random.pick(PLACES);
    for (;;) {
      const number = this.#random.integer(1, 400);
      const address = `Jl. ${this.#random.pick(STREETS)} ${number}, RT ${this.#random.integer(1, 12)}`;
      const key = `${address} ${place.city}`;
      if (this.#homes.has(key)) continue;
      this.#homes.add(key);
      return { address, ...place };
    }
  }

  #birthDate(isRelative: boolean): string {
    const year = isRelative ? this.#random.integer(1985, 2019) : this.#random.integer(1962, 2001);
    const month = String(this.#random.integer(1, 12)).padStart(2, '0');
    return `${year}-${month}-${String(this.#random.integer(1, 28)).padStart(2, '0')}`;
  }
}
