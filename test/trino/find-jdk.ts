import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Trino 476 is compiled for this Java. */
const LEAST = 24;

const FOLDERS = [
  '/usr/lib/jvm',
  '/usr/java',
  '/opt/java',
  '/opt',
  '/Library/Java/JavaVirtualMachines',
  join(homedir(), '.sdkman/candidates/java'),
  join(homedir(), '.jdks'),
];

function homesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => [join(folder, name), join(folder, name, 'Contents/Home')]);
}

function versionOf(home: string): number {
  const compiler = join(home, 'bin/javac');
  if (!existsSync(compiler)) return 0;
  try {
    const text = execFileSync(compiler, ['-version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return Number(/javac (\d+)/.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function compilerOnPath(): string | undefined {
  const folder = (process.env['PATH'] ?? '').split(':').find((each) => existsSync(join(each, 'javac')));
  return folder === undefined ? undefined : join(folder, '..');
}

/** The home of a JDK 24 or newer: TRINO_JAVA_HOME, JAVA_HOME, the one on PATH, or the newest of the usual folders. */
export function findJdk(): string | undefined {
  const named = [process.env['TRINO_JAVA_HOME'], process.env['JAVA_HOME'], compilerOnPath()];
  for (const home of named) if (home !== undefined && versionOf(home) >= LEAST) return home;
  const found = FOLDERS.flatMap(homesIn).map((home) => ({ home, version: versionOf(home) }));
  return found.filter((each) => each.version >= LEAST).sort((a, b) => b.version - a.version)[0]?.home;
}

/** True where Maven can be called. */
export function hasMaven(): boolean {
  try {
    execFileSync('mvn', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What a machine lacks to start a Trino of its own, in words; undefined where it lacks nothing. */
export function missingForTrino(): string | undefined {
  const missing = [findJdk() === undefined ? `a JDK ${LEAST} or newer` : '', hasMaven() ? '' : 'Maven (mvn)'];
  const words = missing.filter((each) => each !== '').join(' and ');
  return words === '' ? undefined : words;
}
