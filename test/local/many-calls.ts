import { Writable } from 'node:stream';
import { main } from '../../infra/local/main.ts';
import type { Outcome } from './command.ts';

/** Gives a stream that keeps what is written, and the way to read it. */
function keep(): { stream: Writable; text: () => string } {
  const pieces: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      pieces.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => pieces.join('') };
}

const calls: string[][] = JSON.parse(process.argv[2] ?? '[]');
const outcomes: Outcome[] = [];
for (const args of calls) {
  const [out, messages] = [keep(), keep()];
  const code = await main(args, { out: out.stream, messages: messages.stream, width: 100 });
  outcomes.push({ code, out: out.text(), messages: messages.text() });
}
process.stdout.write(JSON.stringify(outcomes));
