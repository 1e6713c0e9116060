import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addMilliseconds, HOUR, MINUTE } from "../../../src/core/clock.ts";
import { createSetupTickets, type SetupTickets } from "../../../src/features/admin/setup-tickets.ts";

describe("setup tickets", () => {
  let folder: string;
  let file: string;
  let now: Date;
  let tickets: SetupTickets;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ployst-setup-"));
    file = join(folder, "data", "setup.json");
    now = new Date("2026-03-01T12:00:00Z");
    tickets = createSetupTickets(file, { now: () => now });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are live for an hour, in every process", () => {
    const token = tickets.create();

    now = addMilliseconds(now, HOUR - MINUTE);
    assert.equal(createSetupTickets(file, { now: () => now }).isLive(token), true);
    now = addMilliseconds(now, MINUTE);
    assert.equal(tickets.isLive(token), false);
    assert.equal(tickets.claim(tickets.stateOf(token)), undefined);
  });

  it("are kept as hashes, for the owner only", () => {
    const token = tickets.create();

    const kept = readFileSync(file, "utf8");
    assert.ok(!kept.includes(token));
    assert.ok(!kept.includes(tickets.stateOf(token)));
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it("are claimed once, whoever asks", () => {
    const state = tickets.stateOf(tickets.create());

    const ticket = tickets.claim(state);
    assert.notEqual(ticket, undefined);
    assert.equal(createSetupTickets(file, { now: () => now }).claim(state), undefined);
    ticket?.finish();
    assert.equal(tickets.claim(state), undefined);
  });

  it("work again after a release", () => {
    const token = tickets.create();

    tickets.claim(tickets.stateOf(token))?.release();

    assert.equal(tickets.isLive(token), true);
    assert.notEqual(tickets.claim(tickets.stateOf(token)), undefined);
  });

  it("end with the next one", () => {
    const first = tickets.create();
    const second = tickets.create();

    assert.equal(tickets.isLive(first), false);
    assert.equal(tickets.isLive(second), true);
  });

  it("refuse what is not theirs", () => {
    const token = tickets.create();

    for (const given of ["", "x", `${token}x`, token.toUpperCase(), tickets.stateOf(token)])
      assert.equal(tickets.isLive(given), false, given);
    for (const given of ["", token, tickets.stateOf("another")])
      assert.equal(tickets.claim(given), undefined, given);
  });

  it("take a damaged file for none", () => {
    const token = tickets.create();
    writeFileSync(file, '{"tokenHash":');

    assert.equal(tickets.isLive(token), false);
  });
});
