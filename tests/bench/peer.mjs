// Node's Socket.IO as people use it: one emit per update. `node peer.mjs PORT`; a line on stdin is updates a second.
import {createServer} from "node:http";
import {createInterface} from "node:readline";
import {Server} from "socket.io";

const http = createServer();
const io = new Server(http, {perMessageDeflate: false, transports: ["websocket"], cors: {origin: "*"}});
let [rate, owed, last, sent] = [0, 0, process.hrtime.bigint(), 0];

// A row of the size of ours (an alert on the wall, about 700 bytes).
const row = () => ({
  id: `alert-${sent}`, kind: "clutter", severity: "minor", state: "firing", device_id: `d${sent}`, lon: 111.0031,
  lat: 35.0302, place: "四季绿城 5号楼", unit: "3单元", floor: 3, room: "", building_id: "b5", grid_code: "140802001001001",
  description: "楼道堆物".repeat(8), labels: {zone: "10", point: "2"}, media: [], exercise: false,
  outside_district: false, occurred_at: new Date().toISOString(), received_at: new Date().toISOString(),
  clock_suspect: false, repeat_count: 0, acknowledged_by: null, source: "bench", ticket_id: `ticket-${sent}`,
});

setInterval(() => {
  const now = process.hrtime.bigint();
  owed += (rate * Number(now - last)) / 1e9;
  last = now;
  for (; owed >= 1; owed -= 1) {
    io.emit("delta", row());
    sent += 1;
  }
}, 5);
createInterface({input: process.stdin}).on("line", (line) => (rate = Number(line))).on("close", () => process.exit(0));
http.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("ready"));
