export interface Stop {
  /** Fires at the first Ctrl-C, or when the terminal goes away. */
  readonly signal: AbortSignal;
  /** Ends this process as the signal would have, once everything is cleaned up. */
  obey(): void;
  close(): void;
}

const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

export function listenForStop(): Stop {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const listeners = signals.map((signal) => {
    const listener = () => {
      received ??= signal;
      controller.abort();
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  const close = () => {
    for (const { signal, listener } of listeners) process.removeListener(signal, listener);
  };
  return {
    signal: controller.signal,
    obey() {
      close();
      process.stderr.write("secret-router: The demo was stopped; everything that it made is removed.\n");
      if (received !== undefined) process.kill(process.pid, received);
    },
    close,
  };
}
