import { Connection } from './connection.js';

const MAX_ROWS = 500;
const MAX_PAYLOAD_CHARACTERS = 20_000;
const EXPIRY_TICK_MILLIS = 1_000;

const CLOCK = new Intl.DateTimeFormat([], {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hour12: false,
});

const element = (id) => document.getElementById(id);
const base = new URL('..', location.href);
const socketUrl = new URL('ws', base);
socketUrl.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';

const connection = new Connection(socketUrl.href, new URL('health/ready', base).href);
const counts = { received: 0, gaps: 0, duplicates: 0, reconnects: 0 };
const held = [];
let paused = false;
let token = tokenFromLink();
let claims = {};
let instance = '';
let renderPending = false;
/** What goes on to be told when there is nothing else to tell. */
let standingWarning = '';

/** A link may carry a token behind its #, which no server sees; it is taken out of the address and the history at once. */
function tokenFromLink() {
  const fromLink = new URLSearchParams(location.hash.slice(1)).get('token');
  if (fromLink) {
    history.replaceState(null, '', location.pathname);
  }
  return fromLink;
}

// Connection

element('connection').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = element('token');
  const pasted = field.value.trim().replace(/^Bearer\s+/i, '');
  const next = pasted || token;
  const told = claimsOf(next);
  field.value = '';
  if (!next) {
    notify('error', 'Paste a token first.');
    field.focus();
  } else if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(next)) {
    notify('error', 'This is not a token: three parts between dots are expected.');
  } else if (told.exp * 1000 < Date.now()) {
    notify('error', 'This token has expired: make a new one.');
  } else if (pasted && connection.isOpen && told.sub === claims.sub && told.iss === claims.iss) {
    renew(pasted, told);
  } else {
    token = next;
    claims = told;
    standingWarning = '';
    notify();
    connection.open(token);
  }
});

/** The connection stays, and every subscription that the new token allows. */
async function renew(next, told) {
  try {
    await connection.renew(next);
    token = next;
    claims = { ...told, user: claims.user };
    standingWarning = '';
    notify();
    showIdentity();
  } catch (error) {
    notify('error', `The new token was not taken: ${error.message}.`);
  }
}

connection.addEventListener('expiring', () => {
  standingWarning = 'The token ends within a minute. Paste a new one: the connection goes on with it.';
  notify();
  row({ kind: 'note', text: standingWarning });
});

connection.addEventListener('renewed', ({ detail: { expiresAt } }) => {
  row({ kind: 'note', text: `the new token holds until ${new Date(expiresAt).toLocaleTimeString()}` });
});

element('disconnect').addEventListener('click', () => connection.close());

connection.addEventListener('state', ({ detail: { state, detail } }) => {
  const badge = element('state');
  badge.dataset.state = state;
  badge.textContent = detail && state === 'waiting' ? `${state} · ${detail}` : state;
  const open = state !== 'idle' && state !== 'closed';
  element('disconnect').disabled = !open;
  element('connect').textContent = open ? 'Reconnect' : 'Connect';
  standingWarning = state === 'connected' ? standingWarning : '';
  if (state === 'closed' && detail !== 'by you') {
    notify('error', `Closed: ${detail}.`);
  } else if (state === 'connected') {
    notify();
  }
  row({ kind: 'state', text: detail ? `${state}: ${detail}` : state });
  renderSoon();
});

connection.addEventListener('hello', ({ detail: { payload } }) => {
  counts.reconnects += instance ? 1 : 0;
  instance = payload.instance;
  claims.exp = payload.expiresAt ? payload.expiresAt / 1000 : claims.exp;
  claims.user = payload.user;
  showIdentity();
});

/** What the token says about itself; only for display, the server decides. */
function claimsOf(jwt) {
  try {
    const json = atob(jwt.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(json, (character) => character.charCodeAt(0))));
  } catch {
    return {};
  }
}

function showIdentity() {
  if (!instance) {
    return;
  }
  const left = Math.max(0, Math.round(claims.exp - Date.now() / 1000));
  const words = [claims.user, `on ${instance}`];
  if (Number.isFinite(left)) {
    words.push(`token ends in ${duration(left)}`);
  }
  element('identity').textContent = words.join(' · ');
}

function duration(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours > 0) {
    return `${hours} h ${minutes} min`;
  }
  return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}

function notify(kind, text = '') {
  const notice = element('notice');
  const shown = text || standingWarning;
  notice.hidden = !shown;
  notice.dataset.kind = text ? kind : 'warning';
  notice.textContent = shown;
}

// Subscriptions

element('start').addEventListener('change', ({ target: { value } }) => {
  const field = element('start-value');
  field.disabled = value === 'now';
  field.value = value === 'last' ? '20' : '';
  field.placeholder = value === 'since' ? 'epoch.seq' : '';
  element('start-value-label').textContent = value === 'since' ? 'Position' : 'Events';
});

element('subscription').addEventListener('submit', (event) => {
  event.preventDefault();
  const channel = element('channel').value.trim();
  const start = startPayload(element('start').value, element('start-value').value.trim());
  if (start === null) {
    notify('error', 'The start is a number of events, or a position such as k3.41.');
  } else if (connection.subscriptions.has(channel)) {
    notify('error', `${channel} is subscribed already.`);
  } else {
    notify();
    connection.subscribe(channel, start);
    element('publish-channel').value ||= channel;
  }
});

/** Undefined for "from now on", null where the value does not fit. */
function startPayload(kind, value) {
  if (kind === 'now') {
    return undefined;
  }
  if (kind === 'last') {
    return /^\d{1,6}$/.test(value) ? { last: Number(value) } : null;
  }
  const position = /^(.+)\.(\d+)$/.exec(value);
  return position && { since: { epoch: position[1], seq: Number(position[2]) } };
}

connection.addEventListener('changed', renderSoon);

function renderSubscriptions() {
  const list = element('subscriptions');
  const shown = new Map([...list.children].map((item) => [item.dataset.channel, item]));
  for (const subscription of connection.subscriptions.values()) {
    const item = shown.get(subscription.channel) ?? subscriptionItem(subscription.channel);
    shown.delete(subscription.channel);
    const position = subscription.position === null ? '' : `${subscription.epoch}.${subscription.position}`;
    item.dataset.state = subscription.state;
    item.dataset.position = position;
    item.querySelector('.badge').textContent = subscription.state;
    item.querySelector('.position').textContent = position || '–';
    item.querySelector('.received').textContent = `${subscription.received} events`;
    if (!item.isConnected) {
      list.append(item);
    }
  }
  shown.forEach((item) => item.remove());
  element('channels').replaceChildren(...[...connection.subscriptions.keys()].map((channel) => {
    const option = document.createElement('option');
    option.value = channel;
    return option;
  }));
}

function subscriptionItem(channel) {
  const item = document.createElement('li');
  item.dataset.channel = channel;
  const remove = node('button', 'remove', '×');
  remove.type = 'button';
  remove.setAttribute('aria-label', `Unsubscribe ${channel}`);
  remove.addEventListener('click', () => connection.unsubscribe(channel));
  const line = node('div', 'line');
  line.append(node('span', 'badge'), node('code', 'position'), node('span', 'received'));
  item.append(node('strong', 'name', channel), remove, line);
  return item;
}

// Publishing

element('publication').addEventListener('submit', async (event) => {
  event.preventDefault();
  const channel = element('publish-channel').value.trim();
  const payload = element('payload').value.replace(/[\r\n]+/g, ' '); // A line break ends an envelope.
  try {
    JSON.parse(payload);
  } catch (error) {
    published('error', error.message);
    return;
  }
  published('pending', connection.state === 'connected' ? 'sending …' : 'waits for the connection …');
  const started = performance.now();
  try {
    const reply = await connection.publish(channel, payload);
    const took = (performance.now() - started).toFixed(1);
    const duplicate = reply.payload?.duplicate ? ', known already' : '';
    const where = reply.seq === undefined ? 'handed over' : `stored at ${reply.epoch}.${reply.seq}`;
    published('success', `${where} in ${took} ms${duplicate}`);
  } catch (error) {
    published('error', error.message);
    row({ kind: 'error', channel, text: `publish: ${error.message}` });
  }
});

element('payload').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    element('publication').requestSubmit();
  }
});

function published(kind, text) {
  const result = element('publish-result');
  result.dataset.kind = kind;
  result.textContent = text;
}

// Events

connection.addEventListener('message', ({ detail: { envelope } }) => {
  counts.received += 1;
  const { channel, epoch, seq, prev, from, at, messageId, payload, headers } = envelope;
  row({ kind: 'message', channel, epoch, seq, prev, from, at, messageId, payload, headers });
});

connection.addEventListener('duplicate', () => {
  counts.duplicates += 1;
  renderSoon();
});

connection.addEventListener('gap', ({ detail: { subscription, gap } }) => {
  counts.gaps += 1;
  const most = Number.isFinite(gap.atMost) ? `at most ${gap.atMost} lost` : '';
  const lost = Number.isFinite(gap.count) ? `${gap.count} lost` : most;
  const range = gap.before === undefined ? '' : `after ${gap.after}, before ${gap.before}`;
  row({
    kind: 'gap',
    channel: subscription.channel,
    text: `gap: ${[lost, range].filter(Boolean).join(', ')} (${gap.reason})`,
  });
});

connection.addEventListener('note', ({ detail: { text } }) => row({ kind: 'note', text }));
connection.addEventListener('problem', ({ detail: { text } }) => row({ kind: 'error', text }));

element('pause').addEventListener('click', ({ target }) => {
  paused = !paused;
  target.setAttribute('aria-pressed', String(paused));
  renderSoon();
});

element('clear').addEventListener('click', () => {
  held.length = 0;
  element('events').replaceChildren();
  renderSoon();
});

/** Holds a row for the next frame, so that a burst of events costs one rendering. */
function row(entry) {
  held.push({ at: Date.now(), ...entry });
  if (held.length > MAX_ROWS) {
    held.splice(0, held.length - MAX_ROWS);
  }
  renderSoon();
}

function renderSoon() {
  if (!renderPending) {
    renderPending = true;
    // A hidden page gets no animation frames, yet what it holds must stay bounded and current.
    document.hidden ? setTimeout(render, 250) : requestAnimationFrame(render);
  }
}

function render() {
  renderPending = false;
  renderSubscriptions();
  for (const [name, count] of Object.entries(counts)) {
    element(`count-${name}`).textContent = String(count);
  }
  const list = element('events');
  if (!paused) {
    list.prepend(...held.splice(0).reverse().map(eventItem));
    while (list.childElementCount > MAX_ROWS) {
      list.lastElementChild.remove();
    }
  }
  element('pause').textContent = paused ? `Resume${held.length ? ` (${held.length})` : ''}` : 'Pause';
  element('empty').hidden = list.childElementCount > 0;
}

function eventItem(entry) {
  const item = document.createElement('li');
  item.dataset.kind = entry.kind;
  const time = node('time', 'at', CLOCK.format(entry.at));
  time.dateTime = new Date(entry.at).toISOString();
  item.append(time);
  if (entry.channel) {
    item.dataset.channel = entry.channel;
    item.append(node('span', 'channel', entry.channel));
  }
  if (entry.kind !== 'message') {
    item.append(node('span', 'text', entry.text));
    return item;
  }
  item.dataset.seq = entry.seq ?? '';
  const json = JSON.stringify(entry.payload);
  const payload = node('code', 'payload', json.slice(0, MAX_PAYLOAD_CHARACTERS));
  const position = node('span', 'seq', entry.seq === undefined ? 'ephemeral' : `#${entry.seq}`);
  position.title = [entry.prev !== undefined && `previous ${entry.prev}`, entry.messageId && `messageId ${entry.messageId}`].filter(Boolean).join(', ');
  item.append(position, node('span', 'from', entry.from ?? ''), payload);
  return item;
}

function node(name, className, text = '') {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

setInterval(showIdentity, EXPIRY_TICK_MILLIS);
if (token) {
  element('connection').requestSubmit();
} else {
  element('token').focus();
}
