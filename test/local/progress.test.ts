import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Progress } from '../../infra/local/progress.ts';

/** A stream that keeps what is written, as a terminal of 60 columns or as none. */
function openMessages(isTTY: boolean): {
  stream: Writable & { isTTY: boolean; columns: number };
  pieces: string[];
} {
  const pieces: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      pieces.push(String(chunk));
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 60 }), pieces };
}

describe('Progress', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells rows, bytes and time left, on one line of a terminal', () => {
    const { stream, pieces } = openMessages(true);
    const progress = new Progress(stream, 4_000_000);
    progress.startFile('orders/a.csv', 500_000);
    progress.finishFile(5000);
    vi.advanceTimersByTime(10_000);
    progress.startFile('orders/2026/b.csv', 3_500_000);
    progress.show({ bytes: 500_000, records: 100 });
    expect(pieces).toEqual(['\r\u001b[K5,100 records, 1.0 of 4.0 MB, about 30 s left: orders/2026/']);
    progress.end();
    expect(pieces.at(-1)).toBe('\r\u001b[K');
  });

  it('writes a plain line now and then elsewhere', () => {
    const { stream, pieces } = openMessages(false);
    const progress = new Progress(stream, 1_000_000);
    progress.startFile('a.csv', 1_000_000);
    progress.show({ bytes: 1, records: 1 });
    vi.advanceTimersByTime(6000);
    progress.show({ bytes: 2, records: 2 });
    progress.show({ bytes: 3, records: 3 });
    progress.end();
    expect(pieces).toEqual(['2 records, 0.0 of 1.0 MB: a.csv\n']);
  });
});
