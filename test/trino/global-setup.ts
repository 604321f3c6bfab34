import type { TestProject } from 'vitest/node';
import { openTrino } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    trinoUrl: string;
    trinoFolder: string;
  }
}

/** One Trino for the whole suite; stopped after it where it was started for it. */
export default async function setup(project: TestProject): Promise<() => void> {
  const server = await openTrino();
  project.provide('trinoUrl', server.url);
  project.provide('trinoFolder', server.folder);
  return () => server.stop();
}
