// The official JavaScript SDK, as a script would use it. Obeys the same commands as the clients in Java: see ClientLoop.
import realtime from '@elevenlabs/elevenlabs-js/wrapper/realtime/index.js';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

const { RealtimeEvents, ScribeRealtime } = realtime;
const CHUNK_BYTES = 3200;
const CHUNK_MILLIS = 100;
const CHUNKS_OF_TURN = 8;
const MAX_BUFFERED = 1024 * 1024;

const [server, speech] = process.argv.slice(2);
const period = readFileSync(speech);
const say = line => process.stdout.write(`${line}\n`);

/** What all sessions of a load saw. */
class Round {
    constructor({ sessions, words }) {
        this.words = words;
        this.running = sessions;
        this.failed = 0;
        this.failure = '';
        this.lags = [];
    }

    committed(stamp) {
        this.lags.push(Number(process.hrtime.bigint() - BigInt(stamp)) / 1000);
    }

    ended(heard) {
        if (heard !== this.words) {
            this.fail(`heard ${heard} words instead of ${this.words}`);
        } else {
            this.end();
        }
    }

    fail(how) {
        this.failed++;
        this.failure = how;
        this.end();
    }

    end() {
        if (--this.running === 0) {
            const sorted = this.lags.sort((one, other) => one - other);
            const within = share => Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
            say(`ended failed=${this.failed} count=${sorted.length} p50=${within(0.5)} p99=${within(0.99)}`
                + ` p999=${within(0.999)} max=${within(1)} ${this.failure}`);
        }
    }
}

async function open(recording, paced, round) {
    const connection = await new ScribeRealtime({ baseUrl: server, apiKey: 'benchmark' }).connect({
        modelId: 'scribe_v2_realtime',
        audioFormat: 'pcm_16000',
        sampleRate: 16000,
        commitStrategy: 'vad',
    });
    let heard = 0;
    let done = false;
    const finish = how => {
        if (!done) {
            done = true;
            how();
            connection.close();
        }
    };
    connection.on(RealtimeEvents.SESSION_STARTED, () => (paced ? pace : pour)(connection, recording));
    connection.on(RealtimeEvents.COMMITTED_TRANSCRIPT, ({ text }) => {
        const words = text.split(' ');
        round.committed(words.pop().slice(1));
        heard += words.length;
        if (heard >= round.words) {
            finish(() => round.ended(heard));
        }
    });
    connection.on(RealtimeEvents.ERROR, error => finish(() => round.fail(error.message ?? error.error)));
    connection.on(RealtimeEvents.CLOSE, () => finish(() => round.fail('the connection is lost')));
}

function send(connection, recording, at) {
    connection.send({ audioBase64: recording.subarray(at, at + CHUNK_BYTES).toString('base64') });
}

/** A timer for each chunk. */
function pace(connection, recording) {
    const begun = performance.now();
    let at = 0;
    (function next() {
        send(connection, recording, at);
        at += CHUNK_BYTES;
        if (at < recording.length) {
            setTimeout(next, begun + at / CHUNK_BYTES * CHUNK_MILLIS - performance.now());
        } else {
            connection.commit();
        }
    })();
}

/** As fast as it goes, with a turn for the other sessions now and then. */
async function pour(connection, recording) {
    for (let at = 0, chunks = 1; at < recording.length; at += CHUNK_BYTES, chunks++) {
        send(connection, recording, at);
        if (chunks % CHUNKS_OF_TURN === 0) {
            await turn();
            while (connection.websocket.bufferedAmount > MAX_BUFFERED) {
                await sleep(1);
            }
        }
    }
    connection.commit();
}

let round;
say('ready');
for await (const line of createInterface({ input: process.stdin })) {
    const [command, sessions, words, paced, openedPerSecond, bytes] = line.split(' ');
    if (command === 'measure') {
        round.lags = [];
        continue;
    }
    const recording = Buffer.alloc(Number(bytes), period);
    round = new Round({ sessions: Number(sessions), words: Number(words) });
    const begun = performance.now();
    for (let opened = 1; opened <= Number(sessions); opened++) {
        await open(recording, paced === 'true', round);
        if (Number(openedPerSecond) > 0) {
            await sleep(Math.max(0, begun + opened * 1000 / Number(openedPerSecond) - performance.now()));
        }
    }
    say('open');
}
process.exit();
