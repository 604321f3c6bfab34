/** Lets the first Ctrl-C stop between steps and a second one at once; gives the way to leave that again. */
export function stopOnInterrupt(stop: () => void, messages: NodeJS.WritableStream): () => void {
  const listener = (): void => {
    messages.write('\nstopping after the step under way (Ctrl-C again stops at once)\n');
    stop();
    process.removeListener('SIGINT', listener);
  };
  process.on('SIGINT', listener);
  return () => process.removeListener('SIGINT', listener);
}
