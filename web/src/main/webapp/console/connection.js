import { Subscription } from './subscription.js';

const PROTOCOL = 'tidings.v1.json';
const REQUEST_TIMEOUT_MILLIS = 10_000;
const SILENCE_GRACE_MILLIS = 20_000;
const BACKOFF_FIRST_MILLIS = 500;
const BACKOFF_MAX_MILLIS = 10_000;
const MAX_PENDING_PUBLISHES = 100;
const REFUSALS_BEFORE_GIVING_UP = 2;

/**
 * A connection that survives its sockets: it reconnects with full jitter, obeys the verdict in a close code, subscribes
 * again from the positions reached, and sends unanswered publishes again under their messageId.
 *
 * Fires: state {state, detail}, hello {payload}, message {subscription, envelope}, gap {subscription, gap},
 * duplicate {subscription, envelope}, expiring {expiresAt}, renewed {expiresAt}, changed {}, note {text}, problem {text}.
 */
export class Connection extends EventTarget {
  #url;
  #readyUrl;
  #token = null;
  #socket = null;
  #hello = null;
  #nextId = 1;
  #requests = new Map();
  #publishes = [];
  #attempt = 0;
  #refusals = 0;
  #retryAfterMillis = null;
  #retryTimer = null;
  #dials = 0;
  #silenceTimer = null;
  #dedupeWindowMillis = 120_000;

  state = 'idle';
  subscriptions = new Map();

  constructor(url, readyUrl) {
    super();
    this.#url = url;
    this.#readyUrl = readyUrl;
  }

  open(token) {
    this.#token = token;
    this.#attempt = 0;
    this.#refusals = 0;
    this.#dial();
  }

  /** Goes on with another token of the same subject; the old one holds where this is not accepted. */
  async renew(token) {
    try {
      const { payload } = await this.#request('authenticate', { payload: { token } });
      this.#token = token;
      this.#fire('renewed', { expiresAt: payload.expiresAt });
    } catch (error) {
      this.#fire('problem', { text: `The new token was not taken: ${error.message}` });
      throw error;
    }
  }

  get isOpen() {
    return this.#hello !== null;
  }

  close() {
    this.#dials += 1;
    clearTimeout(this.#retryTimer);
    this.#drop(1000);
    this.#enter('closed', 'by you');
  }

  subscribe(channel, start) {
    const subscription = new Subscription(channel, start);
    this.subscriptions.set(channel, subscription);
    this.#fire('changed');
    if (this.#hello) {
      this.#attach(subscription);
    }
  }

  unsubscribe(channel) {
    this.subscriptions.delete(channel);
    this.#fire('changed');
    if (this.#hello) {
      this.#request('unsubscribe', { channel }).catch((error) => this.#fire('problem', { text: error.message }));
    }
  }

  /**
   * Resolves with the reply once the event is stored; waits through reconnects for as long as duplicates are known.
   * The payload is JSON text, and is sent as it is.
   */
  publish(channel, payloadText) {
    if (this.#publishes.length >= MAX_PENDING_PUBLISHES) {
      return Promise.reject(new Error('too many publishes wait for their reply'));
    }
    return new Promise((resolve, reject) => {
      const pending = { fields: { channel, messageId: randomId() }, payloadText, since: Date.now(), resolve, reject };
      this.#publishes.push(pending);
      if (this.#hello) {
        this.#sendPublish(pending);
      }
    });
  }

  #dial() {
    this.#dials += 1;
    clearTimeout(this.#retryTimer);
    this.#drop(1000);
    this.#enter('connecting');
    this.#retryAfterMillis = null;
    let socket;
    try {
      socket = new WebSocket(this.#url, [PROTOCOL, `bearer.${this.#token}`]);
    } catch {
      this.#enter('closed', 'this is not a token: it has characters that no token has');
      return;
    }
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.#heard();
      for (const line of data.split('\n')) {
        if (line && this.#socket === socket) {
          this.#receive(JSON.parse(line, exactNumbers));
        }
      }
    };
    socket.onclose = ({ code }) => {
      if (this.#socket === socket) {
        this.#lost(code);
      }
    };
  }

  /** Lets go of the socket, if any, without hearing from it again. */
  #drop(code) {
    const socket = this.#socket;
    this.#socket = null;
    this.#hello = null;
    clearTimeout(this.#silenceTimer);
    socket?.close(code);
    for (const { reject, timer } of this.#requests.values()) {
      clearTimeout(timer);
      reject(new ConnectionLost());
    }
    this.#requests.clear();
    this.subscriptions.forEach((subscription) => subscription.detached());
    this.#fire('changed');
  }

  #lost(code) {
    const wasOpen = this.#hello !== null;
    this.#drop();
    if (code >= 4000 && code < 4100) {
      this.#enter('closed', `the server says not to come back (${code})`);
    } else if (code === 4201) {
      this.#enter('closed', 'the token has expired: paste a new one');
    } else if (wasOpen) {
      this.#retry(code);
    } else {
      this.#refusedOrRetry(code);
    }
  }

  /** A browser does not show why a handshake failed. If the server is ready and still refuses, it is token or origin. */
  async #refusedOrRetry(code) {
    const dial = this.#dials;
    const ready = await fetch(this.#readyUrl, { cache: 'no-store' }).then(({ ok }) => ok, () => false);
    if (dial !== this.#dials) {
      return; // Someone pressed a button meanwhile.
    }
    this.#refusals = ready ? this.#refusals + 1 : 0;
    if (this.#refusals < REFUSALS_BEFORE_GIVING_UP) {
      this.#retry(code);
    } else {
      this.#enter('closed', 'the server is ready and refuses: the token, or the address of this page, is not accepted');
    }
  }

  /** Full jitter: everyone who lost the same server comes back at another time. */
  #retry(code) {
    const ceiling = Math.min(BACKOFF_MAX_MILLIS, BACKOFF_FIRST_MILLIS * 2 ** this.#attempt);
    const atOnce = code >= 4200 && code < 4300 && this.#attempt === 0;
    const delay = Math.max(this.#retryAfterMillis ?? 0, atOnce ? 0 : Math.random() * ceiling);
    this.#attempt += 1;
    this.#enter('waiting', `next try in ${(delay / 1000).toFixed(1)} s`);
    this.#retryTimer = setTimeout(() => this.#dial(), delay);
  }

  #receive(envelope) {
    if (envelope.type === 'reply' || envelope.type === 'error') {
      this.#answered(envelope);
    } else if (envelope.type === 'event') {
      this.#event(envelope);
    }
  }

  #answered(envelope) {
    const request = this.#requests.get(envelope.id);
    if (!request) {
      if (envelope.type === 'error') {
        this.#fire('problem', { text: `${envelope.payload?.code}: ${envelope.payload?.message}` });
      }
      return;
    }
    this.#requests.delete(envelope.id);
    clearTimeout(request.timer);
    if (envelope.type === 'reply') {
      request.resolve(envelope);
    } else {
      request.reject(new Refused(envelope.payload));
    }
  }

  #event(envelope) {
    const { action, channel, payload } = envelope;
    const subscription = this.subscriptions.get(channel);
    switch (action) {
      case 'hello':
        this.#greeted(payload);
        break;
      case 'message':
        if (subscription) {
          this.#message(subscription, envelope);
        }
        break;
      case 'gap':
        if (subscription) {
          if (envelope.epoch && envelope.epoch !== subscription.epoch) {
            subscription.epoch = envelope.epoch;
            subscription.position = null;
          }
          subscription.skip(payload);
          this.#fire('gap', { subscription, gap: payload });
        }
        break;
      case 'position':
        this.subscriptions.forEach((each) => {
          if (each.state === 'live' && each.shard === payload.shard && each.epoch === payload.epoch) {
            each.moveTo(payload.seq);
          }
        });
        this.#fire('changed');
        break;
      case 'unsubscribed':
        this.subscriptions.delete(channel);
        this.#fire('problem', { text: `${channel}: the server ended the subscription (${payload?.code})` });
        this.#fire('changed');
        break;
      case 'expiring':
        this.#fire('expiring', { expiresAt: payload?.expiresAt });
        break;
      case 'bye':
        this.#retryAfterMillis = payload?.retryAfterMs ?? null;
        this.#fire('note', { text: `The server is about to close: ${payload?.reason} (${payload?.code}).` });
        break;
      default: // heartbeat, and what a newer server may know
    }
  }

  #greeted(hello) {
    this.#hello = hello;
    this.#refusals = 0;
    this.#dedupeWindowMillis = hello.dedupeWindowMs ?? this.#dedupeWindowMillis;
    this.#fire('hello', { payload: hello });
    this.#enter(this.subscriptions.size > 0 ? 'recovering' : 'connected');
    this.#request('heartbeat', { payload: { everyMs: this.#everyMillis() } }).catch(ignoreLostConnection);
    this.#attempt = this.subscriptions.size > 0 ? this.#attempt : 0;
    this.subscriptions.forEach((subscription) => this.#attach(subscription));
    this.#publishes.forEach((pending) => this.#sendPublish(pending));
  }

  async #attach(subscription) {
    const { channel } = subscription;
    try {
      const reply = await this.#request('subscribe', { channel, payload: subscription.options() }, {
        // At once, not in a later microtask: the next line of the same frame may be this channel's first event.
        onReply: (envelope) => {
          const gap = subscription.attached(envelope);
          if (gap) {
            this.#fire('gap', { subscription, gap });
          }
        },
      });
      const where = subscription.ephemeral ? 'ephemeral' : `at ${reply.epoch}.${reply.seq}, shard ${reply.shard}`;
      this.#fire('note', { text: `${channel}: subscribed, ${where}` });
    } catch (error) {
      if (error instanceof ConnectionLost) {
        return;
      }
      if (error.temporary) {
        setTimeout(() => this.#hello && this.subscriptions.get(channel) === subscription && this.#attach(subscription),
          error.retryAfterMs || 1_000);
        return;
      }
      this.subscriptions.delete(channel);
      this.#fire('problem', { text: `${channel}: ${error.message}` });
    }
    this.#recoveredYet();
  }

  #message(subscription, envelope) {
    const after = subscription.position;
    const hole = subscription.hasHoleBefore(envelope);
    if (!subscription.accept(envelope)) {
      this.#fire('duplicate', { subscription, envelope });
    } else {
      if (hole) {
        this.#fire('gap', { subscription, gap: { after, before: envelope.seq, reason: 'unannounced' } });
      }
      this.#fire('message', { subscription, envelope });
    }
    this.#recoveredYet();
  }

  #recoveredYet() {
    this.#fire('changed');
    const all = [...this.subscriptions.values()];
    if (this.state === 'recovering' && all.every(({ state }) => state === 'live')) {
      this.#attempt = 0;
      this.#enter('connected');
    }
  }

  async #sendPublish(pending) {
    if (Date.now() - pending.since > this.#dedupeWindowMillis) {
      this.#settle(pending, () => pending.reject(new Error('no reply for so long that the outcome is unknown')));
      return;
    }
    if (pending.sent && this.subscriptions.get(pending.fields.channel)?.ephemeral) {
      this.#settle(pending, () => pending.reject(new Error('no reply, and sent again it might come twice')));
      return;
    }
    try {
      pending.sent = true;
      const reply = await this.#request('publish', pending.fields, { payloadText: pending.payloadText });
      this.#settle(pending, () => pending.resolve(reply));
    } catch (error) {
      if (error.unknownOutcome && this.#hello) {
        this.#sendPublish(pending); // The messageId keeps it from being stored twice.
      } else if (!error.unknownOutcome) {
        this.#settle(pending, () => pending.reject(error));
      }
    }
  }

  #settle(pending, how) {
    this.#publishes = this.#publishes.filter((each) => each !== pending);
    how();
  }

  #request(action, fields, { payloadText = null, onReply = () => {} } = {}) {
    const id = String(this.#nextId++);
    const envelope = JSON.stringify({ v: 1, type: 'request', action, id, ...fields });
    const line = payloadText === null ? envelope : `${envelope.slice(0, -1)},"payload":${payloadText}}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#requests.delete(id);
        reject(new NoAnswer());
      }, REQUEST_TIMEOUT_MILLIS);
      this.#requests.set(id, {
        timer,
        reject,
        resolve: (envelope) => {
          onReply(envelope);
          resolve(envelope);
        },
      });
      this.#socket.send(line);
    });
  }

  #everyMillis() {
    return this.#hello?.pingIntervalMs ?? 20_000;
  }

  /** A browser sees no pings, so it asks for heartbeats and takes their absence for a dead connection. */
  #heard() {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#lost(1006), this.#everyMillis() + SILENCE_GRACE_MILLIS);
  }

  #enter(state, detail = '') {
    this.state = state;
    this.#fire('state', { state, detail });
  }

  #fire(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** The request's connection ended before its answer. */
class ConnectionLost extends Error {
  unknownOutcome = true;
}

class NoAnswer extends Error {
  unknownOutcome = true;
  temporary = true;
}

/** An error reply. */
class Refused extends Error {
  constructor({ code, message, temporary = false, retryAfterMs = 0 } = {}) {
    super(`${code}: ${message}`);
    this.temporary = temporary;
    this.unknownOutcome = code === 'timeout';
    this.retryAfterMs = retryAfterMs;
  }
}

function ignoreLostConnection(error) {
  if (!error.unknownOutcome) {
    throw error;
  }
}

/** Keeps a number's own spelling where the browser can: 1.0 and 12345678901234567890 are shown as they were published. */
function exactNumbers(key, value, context) {
  const respelt = typeof value === 'number' && context?.source !== undefined && context.source !== String(value);
  return respelt ? JSON.rawJSON(context.source) : value;
}

/** 128 random bits. crypto.randomUUID is missing on pages that are not served over TLS or from this machine. */
function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
