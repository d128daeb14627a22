// Rooms of Socket.IO: the events join(ROOM), acknowledged, and publish(ROOM, TEXT), which is emitted to the room as
// event(ROOM, TEXT). Several processes share their rooms through Redis. Usage: node server.js PORT [redis|streams REDIS_PORT]
import { createServer } from "node:http";
import { Server } from "socket.io";

const [port, kind, redisPort] = process.argv.slice(2);

const http = createServer();
const io = new Server(http, {
  transports: ["websocket"],
  serveClient: false,
  perMessageDeflate: false,
  adapter: await adapter(),
});

io.on("connection", (socket) => {
  socket.on("join", async (room, joined) => {
    await socket.join(room);
    joined();
  });
  socket.on("publish", (room, text) => io.to(room).emit("event", room, text));
});

http.listen({ host: "127.0.0.1", port: Number(port), backlog: 4096 }, () => console.log("ready"));

async function adapter() {
  switch (kind) {
    case "redis": {
      const { createAdapter } = await import("@socket.io/redis-adapter");
      return createAdapter(await client(), await client());
    }
    case "streams": {
      const { createAdapter } = await import("@socket.io/redis-streams-adapter");
      return createAdapter(await client());
    }
    default:
      return undefined;
  }
}

async function client() {
  const { createClient } = await import("redis");
  const connected = createClient({
    socket: { host: "127.0.0.1", port: Number(redisPort) },
    // By default a command may take 5 s. Under saturation one takes longer, and the adapters do not expect that it fails:
    // the whole process would end.
    commandOptions: { timeout: 0 },
  });
  connected.on("error", (error) => console.error(error.message));
  return connected.connect();
}
