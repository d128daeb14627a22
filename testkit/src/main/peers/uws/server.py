"""Rooms as topics of uWebSockets: a text frame {"join":ROOM} or {"room":ROOM,"text":TEXT}, of which the second is published
to the room. Usage: server.py PORT

Calls the library that socketify contains by its C interface, past socketify's own event loop, which never sleeps: sockets,
rooms and sending are C++, several events in one write where they come together; Python sees only what clients send."""

import json
import sys

from socketify.native import ffi, lib

PLAIN = 0

# What C looks at must not be collected.
kept = []

# Topics and events, until all that came together is read.
waiting = []


def text(value):
    return json.dumps(value, separators=(",", ":")).encode()


@ffi.callback("void(uws_websocket_t*, const char*, size_t, uws_opcode_t, void*)")
def on_message(socket, data, length, opcode, _):
    message = json.loads(ffi.unpack(data, length))
    joining = message.get("join")
    if joining is not None:
        topic = joining.encode()
        lib.uws_ws_subscribe(PLAIN, socket, topic, len(topic))
        answer = text({"joined": joining})
        lib.uws_ws_send(PLAIN, socket, answer, len(answer), lib.TEXT)
    else:
        topic = message["room"].encode()
        event = text({"room": message["room"], "text": message["text"]})
        waiting.append((topic, event))


@ffi.callback("void(void*)")
def on_read(_):
    """Within on_message the library keeps back what goes to the sender, and so writes every event by itself to all others."""
    for topic, event in waiting:
        lib.uws_publish(PLAIN, app, topic, len(topic), event, len(event), lib.TEXT, False)
    waiting.clear()


@ffi.callback("void(struct us_listen_socket_t*, uws_app_listen_config_t, void*)")
def on_listen(socket, config, _):
    if socket == ffi.NULL:
        sys.exit(f"port {config.port} is taken")
    print("ready", flush=True)


def behavior():
    wanted = ffi.new("uws_socket_behavior_t*")
    wanted.compression = lib.DISABLED
    wanted.maxPayloadLength = 64 * 1024
    wanted.idleTimeout = 120
    wanted.sendPingsAutomatically = True
    # Past this it would leave out events for a slow reader and say nothing.
    wanted.maxBackpressure = 16 * 1024 * 1024
    wanted.message = on_message
    return wanted[0]


def listening(port):
    host = ffi.new("char[]", b"127.0.0.1")
    kept.append(host)
    config = ffi.new("uws_app_listen_config_t*")
    config.port = port
    config.host = host
    return config[0]


loop = lib.socketify_create_loop()
lib.uws_get_loop_with_native(lib.socketify_get_native_loop(loop))
kept.append(lib.socketify_create_check(loop, on_read, ffi.NULL))
app = lib.uws_create_app(PLAIN, ffi.new("struct us_socket_context_options_t*")[0])
lib.uws_ws(PLAIN, app, b"/*", behavior(), ffi.NULL)
lib.uws_app_listen_with_config(PLAIN, app, listening(int(sys.argv[1])), on_listen, ffi.NULL)
lib.socketify_loop_run(loop, lib.SOCKETIFY_RUN_DEFAULT)
