import assert from "node:assert/strict";
import { test } from "node:test";

import { chip, compareTickets, counts, foremost, nearby, needsEyes, showsAlert, ticketTab, workerState } from "../../assets/js/desk/model.mjs";

const NOW = Date.parse("2026-11-21T10:00:00+08:00");
const ticket = (more = {}) => ({ id: "t1", state: "pending", severity: "moderate", opened_at: "2026-11-21T09:50:00+08:00", assignments: [], ...more });
const held = (stage, more = {}) => ({ worker_id: "w1", stage, lead: true, ...more });

test("a pending ticket with an unanswered offer waits for acceptance", () => {
  assert.equal(ticketTab(ticket()), "pending");
  assert.equal(ticketTab(ticket({ assignments: [held("offered")] })), "offered");
  assert.equal(ticketTab(ticket({ assignments: [held("expired")] })), "pending");
  assert.equal(ticketTab(ticket({ state: "active", assignments: [held("en_route"), held("offered")] })), "active");
});

test("the chip says how far the foremost has come, and counts only an offer down", () => {
  const expires = "2026-11-21T10:00:20+08:00";
  assert.deepEqual(chip(ticket({ assignments: [held("offered", { expires })] })), { key: "stage.offered", tone: "offered", until: Date.parse(expires) });
  const two = ticket({ state: "active", assignments: [held("acknowledged"), held("on_scene", { worker_id: "w2", lead: false })] });
  assert.equal(foremost(two).worker_id, "w2");
  assert.equal(chip(two).key, "stage.on_scene");
  assert.equal(chip(two).until, null);
  assert.equal(chip(ticket({ state: "resolved" })).key, "ticket.state.resolved");
});

test("the worst comes first, then the nearest limit, and the order is total", () => {
  const rows = [
    ticket({ id: "later", due_at: "2026-11-21T11:00:00+08:00" }),
    ticket({ id: "none" }),
    ticket({ id: "sooner", due_at: "2026-11-21T10:10:00+08:00" }),
    ticket({ id: "worst", severity: "extreme", due_at: "2026-11-22T10:00:00+08:00" }),
    ticket({ id: "b-none" }),
  ];
  assert.deepEqual(rows.sort(compareTickets).map((row) => row.id), ["worst", "sooner", "later", "b-none", "none"]);
});

test("tabs count every ticket once, and alerts that no ticket speaks for", () => {
  const tickets = [ticket(), ticket({ assignments: [held("offered")] }), ticket({ state: "active" }), ticket({ state: "resolved" })];
  const alerts = [{ state: "firing" }, { state: "firing", ticket_id: "t1" }, { state: "pulse", acknowledged_by: "dispatcher:jia" }];
  assert.deepEqual(counts(tickets, alerts), { all: 4, pending: 1, offered: 1, active: 1, resolved: 1, alerts: 1 });
});

test("an alert needs eyes until it has a ticket or somebody acknowledged it", () => {
  assert.ok(needsEyes({ state: "firing" }));
  assert.ok(!needsEyes({ state: "firing", acknowledged_by: "dispatcher:jia" }));
  assert.ok(!needsEyes({ state: "firing", ticket_id: "t1" }));
  assert.ok(showsAlert({ state: "firing", acknowledged_by: "dispatcher:jia" }), "acknowledged, but still burning");
});

test("a worker is what his duty, his assignment and the age of his fix say", () => {
  const fresh = "2026-11-21T09:59:50+08:00";
  const tickets = new Map([["t1", ticket({ state: "active", assignments: [held("en_route")] })]]);
  const state = (row) => workerState({ id: "w1", fix_at: fresh, ...row }, tickets, NOW);
  assert.equal(state({ duty: "off_duty" }), "off_duty");
  assert.equal(state({ duty: "on_break" }), "on_break");
  assert.equal(state({ duty: "available" }), "available");
  assert.equal(state({ duty: "available", on_ticket: "t1" }), "en_route");
  assert.equal(state({ duty: "available", fix_at: "2026-11-21T09:40:00+08:00" }), "stale");
});

test("nearby rows are measured in metres, nearest first; what has no place is never near", () => {
  const here = { lon: 111.0, lat: 35.0 };
  const rows = [{ id: "far", lon: 111.01, lat: 35.0 }, { id: "b", lon: 111.001, lat: 35.0 }, { id: "a", lon: 111.0, lat: 35.0005 }, { id: "nowhere" }];
  const hits = nearby(rows, here, 150);
  assert.deepEqual(hits.map((hit) => hit.row.id), ["a", "b"]);
  assert.ok(Math.abs(hits[0].metres - 55.6) < 0.2);
  assert.ok(Math.abs(hits[1].metres - 91.1) < 0.3);
});
