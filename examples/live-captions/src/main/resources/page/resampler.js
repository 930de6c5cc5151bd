const ZERO_CROSSINGS = 24;
// Of what the lower rate can hold: the rest is the slope of the filter.
const PASSED = 0.9;

/** Changes the rate of mono audio. Frequencies that the new rate cannot hold are filtered out, so that they do not return as noise. */
export class Resampler {
  constructor(from, to) {
    const divisor = greatestCommonDivisor(from, to);
    this.up = to / divisor;
    this.down = from / divisor;
    this.cutoff = PASSED * Math.min(1, to / from);
    this.half = Math.ceil(ZERO_CROSSINGS / this.cutoff);
    this.kernels = [];
    // The next output lies `phase / up` behind the sample in the middle of the filter, which begins `at` in the kept input.
    this.phase = 0;
    this.at = 0;
    this.kept = new Float32Array(this.half - 1);
  }

  /** The output that this input completes. It is late by half of the filter, about 2 ms. */
  push(input) {
    const samples = new Float32Array(this.kept.length + input.length);
    samples.set(this.kept);
    samples.set(input, this.kept.length);
    const output = [];
    while (this.at + 2 * this.half <= samples.length) {
      const kernel = this.kernels[this.phase] ??= this.kernel(this.phase / this.up);
      let sum = 0;
      for (let tap = 0; tap < kernel.length; tap++) {
        sum += kernel[tap] * samples[this.at + tap];
      }
      output.push(sum);
      this.phase += this.down;
      this.at += Math.floor(this.phase / this.up);
      this.phase %= this.up;
    }
    const used = Math.min(this.at, samples.length);
    this.kept = samples.slice(used);
    this.at -= used;
    return output;
  }

  /** The output that is left. */
  end() {
    return this.push(new Float32Array(this.half));
  }

  /** A sinc in a Blackman window, for a point that lies this far behind the sample in the middle. */
  kernel(fraction) {
    const kernel = new Float64Array(2 * this.half);
    let sum = 0;
    for (let tap = 0; tap < kernel.length; tap++) {
      const x = tap - this.half + 1 - fraction;
      const window = 0.42 + 0.5 * Math.cos(Math.PI * x / this.half) + 0.08 * Math.cos(2 * Math.PI * x / this.half);
      kernel[tap] = sinc(this.cutoff * x) * window;
      sum += kernel[tap];
    }
    return kernel.map(weight => weight / sum);
  }
}

function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function greatestCommonDivisor(a, b) {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
