const BYTES_PER_MS = 32;
// A minute of pieces of 100 ms.
const MOST_KEPT = 600;
// What may wait in the browser: with more, an old piece would be sent when a newer connection has brought it already.
const MOST_UNSENT = 64_000;
// The server says something every second. Who hears nothing for so long has lost it, whatever the reason.
const SILENCE = 6_000;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 8_000;
const REFUSED = 4000;

/**
 * Brings the audio of one microphone to the server, over as many connections as it takes. A piece is kept until the server
 * says that everything in it is captioned, for a minute at most. `Microphones` on the server explains the messages.
 */
export class Uplink {
  /** @param show called with 'connecting', 'live', 'away', 'ended' or 'refused', and the reason of the last one */
  constructor(address, name, show) {
    this.address = address;
    this.name = name;
    this.show = show;
    // Nobody can guess it, so nobody can speak under it. It is never shown.
    this.id = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
    this.kept = [];
    this.next = 0;
    this.spoken = 0;
    this.captioned = 0;
    this.lost = 0;
    this.failures = 0;
    this.online = () => this.away && this.connect();
    addEventListener('online', this.online);
    show('connecting');
    this.connect();
  }

  /** Takes the next piece. */
  add(pcm) {
    this.kept.push({ position: this.spoken, pcm });
    this.spoken += pcm.byteLength / BYTES_PER_MS;
    if (this.kept.length > MOST_KEPT) {
      const { pcm } = this.kept.shift();
      if (this.next > 0) {
        this.next--;
      } else {
        this.lost += pcm.byteLength / BYTES_PER_MS;
      }
    }
    this.flush();
  }

  /** How much is kept that was not sent yet, in milliseconds. */
  get waiting() {
    return this.kept.length > this.next ? this.spoken - this.kept[this.next].position : 0;
  }

  /** No more pieces follow. The server has said 'ended' when all captions are there. */
  stop() {
    this.stopping = true;
    this.flush();
  }

  close() {
    removeEventListener('online', this.online);
    this.away = false;
    this.drop();
  }

  connect() {
    this.drop();
    this.away = false;
    const socket = this.socket = new WebSocket(this.address);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.expect();
      socket.send(JSON.stringify({ type: 'hello', id: this.id, name: this.name, from: this.captioned, spoken: Math.floor(this.spoken) }));
    };
    socket.onmessage = ({ data }) => {
      this.expect();
      this.receive(JSON.parse(data));
    };
    socket.onclose = ({ code, reason }) => code === REFUSED ? this.finish('refused', reason) : this.retry();
    this.expect();
  }

  expect() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.retry(), SILENCE);
  }

  receive(message) {
    switch (message.type) {
      case 'welcome':
        this.failures = 0;
        this.next = this.kept.findIndex(piece => end(piece) > message.from);
        this.next = this.next < 0 ? this.kept.length : this.next;
        this.welcome = true;
        this.show('live');
        this.flush();
        break;
      case 'captioned':
        this.forget(message.through);
        this.flush();
        break;
      case 'ended':
        this.finish('ended');
        break;
    }
  }

  forget(through) {
    this.captioned = through;
    while (this.kept.length > 0 && end(this.kept[0]) <= through) {
      this.kept.shift();
      this.next = Math.max(0, this.next - 1);
    }
  }

  flush() {
    clearTimeout(this.later);
    if (!this.welcome) {
      return;
    }
    while (this.next < this.kept.length && this.socket.bufferedAmount < MOST_UNSENT) {
      this.socket.send(message(this.kept[this.next++]));
    }
    if (this.next < this.kept.length) {
      this.later = setTimeout(() => this.flush(), 50);
    } else if (this.stopping && !this.stopSent) {
      this.stopSent = true;
      this.socket.send(JSON.stringify({ type: 'stop' }));
    }
  }

  retry() {
    this.drop();
    this.away = true;
    this.show('away');
    const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.failures++);
    // Half of it at random, so that not everybody comes back at once.
    this.attempt = setTimeout(() => this.connect(), delay * (0.5 + Math.random() / 2));
  }

  drop() {
    [this.silence, this.later, this.attempt].forEach(clearTimeout);
    this.welcome = this.stopSent = false;
    if (this.socket) {
      this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
      this.socket.close();
      this.socket = undefined;
    }
  }

  finish(state, reason) {
    this.close();
    this.show(state, reason);
  }
}

function end({ position, pcm }) {
  return position + pcm.byteLength / BYTES_PER_MS;
}

/** The position in milliseconds, in eight bytes, then the samples. */
function message({ position, pcm }) {
  const bytes = new Uint8Array(8 + pcm.byteLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(Math.floor(position)));
  bytes.set(new Uint8Array(pcm), 8);
  return bytes;
}
