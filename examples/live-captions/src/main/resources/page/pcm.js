import { Resampler } from './resampler.js';

const RATE = 16_000;
const CHUNK = RATE / 10;

/** Makes 16-bit PCM at 16 kHz of what the microphone hears, and posts it in pieces of 100 ms, each with its loudest sample. */
class Pcm extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate, RATE);
    this.begin();
    this.ended = false;
    this.port.onmessage = () => this.end();
  }

  begin() {
    this.chunk = new Int16Array(CHUNK);
    this.filled = 0;
    this.peak = 0;
  }

  process([[heard]]) {
    if (heard && !this.ended) {
      this.append(this.resampler.push(heard));
    }
    return !this.ended;
  }

  append(samples) {
    for (const sample of samples) {
      this.peak = Math.max(this.peak, Math.abs(sample));
      // Int16Array is little-endian wherever browsers run.
      this.chunk[this.filled++] = Math.max(-1, Math.min(1, sample)) * 0x7FFF;
      if (this.filled === CHUNK) {
        this.post();
      }
    }
  }

  post() {
    const pcm = this.chunk.slice(0, this.filled).buffer;
    this.port.postMessage({ pcm, peak: this.peak }, [pcm]);
    this.begin();
  }

  end() {
    if (!this.ended) {
      this.ended = true;
      this.append(this.resampler.end());
      // The last piece, perhaps empty: the audio is complete.
      this.post();
      this.port.postMessage({ end: true });
    }
  }
}

registerProcessor('pcm', Pcm);
