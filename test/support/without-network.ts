import nock from "nock";

// Loading nock makes it stand between every request of the process and the network, which bends what real servers
// see; mocha loads all files into one process, so it is let in only where it was asked for.
nock.restore();

/** Call in a describe block: nothing reaches the network but what nock answers. */
export function interceptRequests(): void {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });
}

/** As `interceptRequests`, and every planned answer must have been asked for. */
export function withoutNetwork(): void {
  let pending: readonly string[] = [];
  afterEach(() => {
    pending = nock.pendingMocks();
  });
  interceptRequests();
  afterEach(() => {
    if (pending.length > 0) throw new Error(`Never asked for: ${pending.join(", ")}`);
  });
}
