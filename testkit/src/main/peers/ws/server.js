// Rooms over bare WebSocket: a text frame {"join":ROOM} or {"room":ROOM,"text":TEXT}. The second is sent to everybody in the
// room, encoded once, one send each. Usage: node server.js PORT
import { WebSocketServer } from "ws";

const rooms = new Map();

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), backlog: 4096, perMessageDeflate: false });

server.on("connection", (socket) => {
  const joined = new Set();
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString());
    if (message.join !== undefined) {
      joined.add(message.join);
      members(message.join).add(socket);
      socket.send(JSON.stringify({ joined: message.join }));
    } else {
      const event = Buffer.from(JSON.stringify({ room: message.room, text: message.text }));
      for (const member of members(message.room)) {
        member.send(event, { binary: false });
      }
    }
  });
  socket.on("close", () => joined.forEach((room) => members(room).delete(socket)));
  socket.on("error", () => socket.terminate());
});

server.on("listening", () => console.log("ready"));

function members(room) {
  let present = rooms.get(room);
  if (!present) {
    present = new Set();
    rooms.set(room, present);
  }
  return present;
}
