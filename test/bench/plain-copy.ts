import { DuckDBInstance } from '@duckdb/node-api';
import { COLUMNS } from './dirty-orders.ts';
import { usageSoFar } from './usage.ts';

/**
 * DuckDB's own COPY of the same file to the same partitions, with nothing checked: what it cannot cast it drops, what
 * it can it keeps. `strict_mode = false`, because one lone quote would otherwise cost most of the file.
 */
const TYPES: Readonly<Record<string, string>> = {
  ordered_at: 'timestamptz',
  status_at: 'timestamptz',
  quantity: 'decimal(18,4)',
  unit_price: 'decimal(18,4)',
  discount_amount: 'decimal(18,4)',
};

// node plain-copy.ts FILE FOLDER
const [file = '', folder = ''] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', {
  threads: '1',
  memory_limit: '600MB',
  temp_directory: `${folder}.spill`,
});
const connection = await instance.connect();
await connection.run(`set timezone = 'UTC'; set partitioned_write_max_open_files = 4000`);
const columns = COLUMNS.map((name) => `'${name}': '${TYPES[name] ?? 'varchar'}'`).join(', ');
const rows = await connection.runAndReadAll(`
  copy (
    select *, case product_kind when 'service' then 'client' else 'buyer' end as role, strftime(ordered_at, '%Y-%m') as month
    from read_csv('${file}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
      ignore_errors = true, strict_mode = false, columns = {${columns}})
  ) to '${folder}' (format parquet, compression zstd, partition_by (role, month))`);
connection.closeSync();
instance.closeSync();
console.log(JSON.stringify({ ...usageSoFar(), written: Number(rows.getRowsJS()[0]?.[0]) }));
