import { DATASETS } from '../../schemas/datasets/catalogue.ts';
import { formatInstant } from '../../schemas/instant.ts';
import type { FileVersion } from '../../schemas/ledger-entry.ts';
import type { Mapping } from '../../schemas/mapping.ts';
import { PelangganError } from '../../schemas/problem.ts';
import type { Settings } from '../../schemas/settings.ts';
import { requireZone } from '../../schemas/zone.ts';
import type { ObjectStore, StoredObject } from '../storage/object-store.ts';
import type { DatasetJob } from './dataset-job.ts';
import { RecordRereader } from './explain.ts';
import {
  compileReaders,
  fileIdOf,
  mappedColumns,
  objectName,
  recordContext,
  replacesOf,
  takeIdOf,
} from './file-plan.ts';
import { detectFormat, type Format } from './format.ts';
import { DatasetGate } from './gate/dataset-gate.ts';
import type { FieldReader } from './gate/field-reader.ts';
import { FileGate } from './gate/file-gate.ts';
import type { IngestDatabase } from './ingest-database.ts';
import type { ProductReference } from './product-kinds.ts';
import { type FileHints, readKey } from './recognise.ts';
import type { References } from './references.ts';
import { type ScanProgress, scanFile } from './scan-file.ts';
import { parquetToText, readShape } from './shape.ts';
import { decodeSpool, type Spool, spoolObject } from './spool.ts';

/** Everything that reading one landed object needs. */
export interface OpenOptions {
  readonly key: string;
  readonly object: StoredObject;
  readonly raw: ObjectStore;
  readonly hints: FileHints;
  readonly settings: Settings;
  readonly layouts: readonly Mapping[];
  readonly scratch: string;
  readonly database: IngestDatabase;
  readonly references: References;
  readonly products: ProductReference;
  readonly onProgress: (progress: ScanProgress) => void;
}

/** A landed object whose records have gone through the gate, ready to be judged and written. */
export interface OpenedFile {
  readonly fileId: string;
  readonly format: Format;
  readonly mapping: Mapping;
  /** Gives one job for each data set that the file feeds. */
  jobs(database: IngestDatabase, lake: ObjectStore): DatasetJob[];
  /** Gives the ledger's description of this version, its accounts still to come. */
  version(arrivedAt: string, keyFingerprint: string): FileVersion;
  close(): void;
}

/** Reads an object to local disk, recognises it and sends every record through the gate. Throws what refuses it. */
export async function openFile(options: OpenOptions): Promise<OpenedFile> {
  const { key, object, raw, settings, scratch } = options;
  const source = raw.read(key, { versionId: object.versionId });
  const landed = await spoolObject(source, key, scratch, settings.max_file_bytes);
  try {
    return await openSpool(options, landed);
  } catch (error) {
    if (!(error instanceof PelangganError)) throw error;
    throw new PelangganError(error.code, error.message, { ...error.details, sha256: landed.sha256 }, error);
  }
}

async function openSpool(options: OpenOptions, landed: Spool): Promise<OpenedFile> {
  const { key, hints, layouts, database, settings } = options;
  const fromKey = readKey(key);
  const allHints = { ...fromKey, ...hints };
  const stated = layouts.find(({ layout }) => layout === hints.layout)?.format?.encoding;
  const isParquet = detectFormat(landed.head, key) === 'parquet';
  const spool = isParquet ? await parquetToText(landed, key, database) : await decodeSpool(landed, stated);
  const shape = readShape(spool, key, isParquet, allHints, layouts);
  const { mapping, reading } = shape;
  const columns = reading.format === 'csv' ? shape.columns : [...mappedColumns(mapping)];
  const places = new Map(columns.map((name, at) => [name, at]));
  const shop = fromKey.shop ?? mapping.shop ?? 'main';
  const context = recordContext(settings, options.object.lastModified, shop, options.products.find);
  const parts = mapping.datasets.map((part) => {
    const readers = compileReaders(mapping, part, places, settings);
    return {
      part,
      readers,
      gate: openGate(options, mapping, part.dataset, readers, shop, context.latestDate),
    };
  });
  const fileGate = new FileGate(
    mapping,
    parts.map(({ gate }) => gate),
    places,
  );
  const { seenNames } = scanFile(spool.path, reading, columns, fileGate, options.onProgress);
  const fileId = fileIdOf(key, landed.sha256);
  const takeId = takeIdOf(fileId, settings, mapping, options.products.state, options.references.fingerprint);
  const reread = new RecordRereader(spool.path, spool.byteCount, fileGate.places, reading, columns);
  const format: Format = isParquet ? 'parquet' : reading.format;
  const names = reading.format === 'csv' ? shape.columns : [...seenNames];
  const used = mappedColumns(mapping);

  const jobs = (jobDatabase: IngestDatabase, lake: ObjectStore): DatasetJob[] =>
    parts.map(({ gate, readers }, i) => ({
      database: jobDatabase,
      lake,
      scratch: options.scratch,
      gate,
      readers,
      name: objectName(fileId, takeId),
      reread,
      skippedCount: i === 0 ? fileGate.skippedCount : 0,
      plan: {
        dataset: gate.dataset,
        columns: gate.columns,
        context,
        constants: {
          layout: mapping.layout,
          fileId,
          takeId,
          ingestedAt: formatInstant(options.object.lastModified.getTime()),
          replaces: replacesOf(mapping, gate.dataset.name, readers),
          currency: settings.currency,
          productsAreCompanyWide: settings.products_are_company_wide,
        },
      },
    }));

  const version = (arrivedAt: string, keyFingerprint: string): FileVersion => ({
    file_id: fileId,
    take_id: takeId,
    content_sha256: landed.sha256,
    byte_count: landed.landedByteCount,
    version_id: options.object.versionId,
    arrived_at: arrivedAt,
    status: 'loaded',
    format,
    encoding: spool.encoding,
    layout: mapping.layout,
    shop,
    key_fingerprint: keyFingerprint,
    accounts: [],
    objects: [],
    unknown_columns: names.filter((name) => name !== '' && !used.has(name)),
    masked_counts: Object.assign({}, ...parts.map(({ gate }) => gate.maskedCounts)),
    warnings: [],
  });

  return { fileId, format, mapping, jobs, version, close: () => reread.close() };
}

function openGate(
  options: OpenOptions,
  mapping: Mapping,
  name: keyof typeof DATASETS,
  readers: ReadonlyMap<string, FieldReader>,
  shop: string,
  latestDate: string,
): DatasetGate {
  return new DatasetGate({
    dataset: DATASETS[name],
    readers,
    references: options.references,
    folder: options.scratch,
    businessZone: requireZone(options.settings.time_zone),
    latestDate,
    shop,
    namespaceOf: (rowShop) => mapping.namespace ?? `${mapping.layout}/${rowShop}`,
  });
}
