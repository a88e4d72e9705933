// Many Socket.IO clients that only count: `node swarm.mjs PORT COUNT [TOKEN]`.
// Lines on stdin: "mark" forgets what was counted, "report" prints one JSON line.
import {createInterface} from "node:readline";
import WebSocket from "ws";

const [port, count, token] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const DELTA = '42["delta",';
let frames, rows, bytes, latencies, extreme, began;
const seen = new Set(); // alerts whose first frame was measured
const parsed = new Map(); // start of a frame → what is in it: every client of a room gets the same

function mark() {
  [frames, rows, bytes, latencies, extreme, began] = [0, 0, 0, [], [], Date.now()];
}

function contents(text) {
  const key = text.slice(0, 80);
  let found = parsed.get(key);
  if (found === undefined) {
    found = read(JSON.parse(text.slice(2))[1]);
    parsed.set(key, found);
    if (parsed.size > 200) parsed.delete(parsed.keys().next().value);
  }
  return found;
}

function read(delta) {
  if (delta.id !== undefined) return {rows: 1, alerts: []}; // the peer: one update a frame
  let changed = 0;
  for (const table of ["tickets", "alerts", "workers", "assignments"]) {
    changed += (delta[table]?.upsert?.length ?? 0) + (delta[table]?.remove?.length ?? 0);
  }
  const fresh = (delta.alerts?.upsert ?? []).filter((row) => !seen.has(row.id));
  for (const row of fresh) seen.add(row.id);
  return {rows: changed, alerts: fresh.map((row) => ({at: Date.parse(row.received_at), extreme: row.severity === "extreme"}))};
}

function hear(socket, text) {
  if (text === "2") return socket.send("3");
  if (text[0] === "0") return socket.send(token ? `40{"token":"${token}"}` : "40");
  if (!text.startsWith(DELTA)) return;
  const {rows: changed, alerts} = contents(text);
  frames += 1;
  rows += changed;
  bytes += text.length;
  const now = Date.now();
  for (const alert of alerts) (alert.extreme ? extreme : latencies).push(now - alert.at);
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] : null;
}

function report() {
  const seconds = (Date.now() - began) / 1000;
  const figures = {
    frames_s: frames / seconds, rows_s: rows / seconds, mb_s: bytes / seconds / 1e6,
    p50_ms: quantile(latencies, 0.5), p99_ms: quantile(latencies, 0.99), measured: latencies.length,
    extreme_p50_ms: quantile(extreme, 0.5), extreme_p99_ms: quantile(extreme, 0.99), extremes: extreme.length,
    open: sockets.filter((one) => one.readyState === WebSocket.OPEN).length,
  };
  console.log(JSON.stringify(figures));
}

function join() {
  return new Promise((resolve, reject) => {
    const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(url, {perMessageDeflate: false, origin: `http://127.0.0.1:${port}`});
    socket.on("message", (data) => {
      const text = data.toString();
      if (text.startsWith("40")) resolve(socket);
      if (text.startsWith("44")) reject(new Error(text));
      hear(socket, text);
    });
    socket.on("error", reject);
  });
}

mark();
const sockets = [];
for (let begun = 0; begun < count; begun += 25) {
  sockets.push(...(await Promise.all(Array.from({length: Math.min(25, count - begun)}, join))));
}
console.log(JSON.stringify({joined: sockets.length}));
createInterface({input: process.stdin}).on("line", (line) => (line === "mark" ? mark() : report())).on("close", () => process.exit(0));
