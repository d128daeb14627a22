"""Rooms as topics of uWebSockets, through the library that socketify brings: a text frame {"join":ROOM} or
{"room":ROOM,"text":TEXT}. The second is published to the room, which is done in C++, several events in one write where they
come together; Python sees only what clients send. Usage: server.py PORT"""

import json
import sys

from socketify import App, AppListenOptions, CompressOptions, OpCode


def on_message(socket, data, _):
    message = json.loads(data)
    room = message.get("join")
    if room is not None:
        socket.subscribe(room)
        socket.send(json.dumps({"joined": room}, separators=(",", ":")), OpCode.TEXT)
    else:
        event = {"room": message["room"], "text": message["text"]}
        app.publish(message["room"], json.dumps(event, separators=(",", ":")), OpCode.TEXT)


app = App()
app.ws(
    "/*",
    {
        "compression": CompressOptions.DISABLED,
        "max_payload_length": 64 * 1024,
        "idle_timeout": 120,
        "send_pings_automatically": True,
        # Past this it would leave out events for a slow reader and say nothing.
        "max_backpressure": 16 * 1024 * 1024,
        "message": on_message,
    },
)
app.listen(AppListenOptions(host="127.0.0.1", port=int(sys.argv[1])), lambda config: print("ready", flush=True))
app.run()
