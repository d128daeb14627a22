/**
 * One channel's subscription across connections: which position this page has reached, and which events are duplicates.
 * The position is the greatest of the last event's seq, the subscribe reply's seq once its events have come, and the
 * shard's position events.
 */
export class Subscription {
  /** @param start the payload of the first subscribe request; undefined for "from now on" */
  constructor(channel, start) {
    this.channel = channel;
    this.start = start;
    this.state = 'waiting';
    this.epoch = null;
    this.shard = null;
    this.position = null;
    this.received = 0;
    this.outstanding = 0;
    this.boundary = 0;
    /** Whether the channel has no positions, as the subscribe reply has shown. */
    this.ephemeral = false;
  }

  /** The payload to subscribe with: what was asked for at first, later the position reached. */
  options() {
    return this.position === null ? this.start : { since: { epoch: this.epoch, seq: this.position } };
  }

  /** Takes the subscribe reply. Returns the gap that it names, or null. */
  attached({ epoch, shard, seq, payload }) {
    const { gap = null, count = 0, expired = 0 } = payload ?? {};
    this.ephemeral = seq === undefined;
    if (this.ephemeral) {
      Object.assign(this, { start: undefined, epoch: null, shard: null, position: null, outstanding: 0, state: 'live' });
      return gap;
    }
    if (this.epoch !== epoch) {
      this.position = null;
    }
    this.epoch = epoch;
    this.shard = shard;
    this.boundary = seq;
    // What has expired comes too, as the count of gaps.
    this.outstanding = count + expired;
    if (gap) {
      this.skip(gap);
    }
    this.state = 'catching up';
    this.#maybeLive();
    return gap;
  }

  /** Whether the event is new. A position that was passed already is a duplicate. */
  accept({ seq }) {
    if (this.outstanding > 0) {
      this.outstanding -= 1;
    }
    if (this.ephemeral) {
      this.received += 1;
      return true;
    }
    const isNew = this.position === null || seq > this.position;
    if (isNew) {
      this.position = seq;
      this.received += 1;
    }
    this.#maybeLive();
    return isNew;
  }

  /** Whether events are missing between the last one and this one: prev is never less than the channel's previous seq. */
  hasHoleBefore({ prev }) {
    return this.position !== null && prev > this.position;
  }

  /** The server says that events are lost, so they are not waited for. */
  skip({ before, count }) {
    if (Number.isSafeInteger(before) && before > 0) {
      this.moveTo(before - 1);
    }
    if (this.state === 'catching up') {
      this.outstanding = Math.max(0, this.outstanding - (count ?? 0));
      this.#maybeLive();
    }
  }

  moveTo(seq) {
    this.position = Math.max(this.position ?? 0, seq);
  }

  detached() {
    this.state = 'waiting';
    this.outstanding = 0;
  }

  #maybeLive() {
    if (this.outstanding === 0 && this.state === 'catching up') {
      this.moveTo(this.boundary);
      this.state = 'live';
    }
  }
}
