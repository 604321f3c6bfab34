import { missingForTrino } from './find-jdk.ts';

// Says whether the suite against a real Trino can run here, for scripts: exit 0 where it can, 1 where not.
const missing = process.env['TRINO_URL'] === undefined ? missingForTrino() : undefined;
if (missing === undefined) {
  console.log('a real Trino is at hand: npm run test:trino will run');
} else {
  console.log(`no real Trino here: ${missing} is missing, so npm run test:trino is not run`);
  process.exitCode = 1;
}
