import type { Server } from "node:http";

const SWEEP_INTERVAL_MS = 50;

/**
 * Takes no new connection and waits for running requests. Node keeps a connection that was busy at close() open after
 * its answer, so idle ones are swept until none is left; at the deadline all are cut.
 */
export async function closeGracefully(server: Server, deadlineMs: number): Promise<void> {
  if (!server.listening) return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => {
    resolve(undefined);
  });
  server.closeIdleConnections();
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, SWEEP_INTERVAL_MS);
  const deadline = setTimeout(() => {
    server.closeAllConnections();
  }, deadlineMs);
  await promise;
  clearInterval(sweep);
  clearTimeout(deadline);
}
