import { Uplink } from './uplink.js';

// The loudest sample of a microphone that is switched off, or nearly.
const INAUDIBLE = 0.002;
const QUIET_FOR = 5_000;
const LATE = 3_000;

const form = document.getElementById('microphone');
const level = document.querySelector('#level div');
const button = document.getElementById('speak');
const field = document.getElementById('name');
const label = document.querySelector('label[for=name]');
const news = document.getElementById('news');

// What this page speaks with at present: stream, context, node, uplink and more. Undefined: it does not speak.
let speaking;

form.onsubmit = event => {
  event.preventDefault();
  if (speaking?.finishing) {
    release(speaking);
    tell('');
  } else if (speaking) {
    stop();
  } else {
    start();
  }
};
// The server would wait a minute for a page that has gone.
addEventListener('pagehide', () => speaking?.uplink?.stop());

async function start() {
  const name = field.value.trim() || field.placeholder;
  const mine = speaking = { heardAt: performance.now() };
  // Safari lets audio begin only in the answer to a click.
  mine.context = window.AudioContext && new AudioContext();
  button.disabled = true;
  tell('Your browser asks whether this page may listen.');
  try {
    if (!navigator.mediaDevices || !mine.context?.audioWorklet) {
      throw new DOMException('', 'SecurityError');
    }
    // No noise suppression: it takes consonants along, and the service copes with noise.
    mine.stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: false, autoGainControl: true },
    });
    await mine.context.audioWorklet.addModule('pcm.js');
    await mine.context.resume();
  } catch (refused) {
    release(mine);
    tell(advice(refused), true);
    return;
  }
  remember(field.value.trim());
  mine.uplink = new Uplink(location.origin.replace(/^http/, 'ws') + '/microphone', name, (state, reason) => show(mine, state, reason));
  mine.node = new AudioWorkletNode(mine.context, 'pcm', {
    channelCount: 1, channelCountMode: 'explicit', outputChannelCount: [1],
  });
  mine.node.port.onmessage = ({ data }) => data.end ? mine.uplink.stop() : take(mine, data);
  mine.context.createMediaStreamSource(mine.stream).connect(mine.node);
  // A graph that ends nowhere is not played in every browser. This one plays silence.
  mine.node.connect(mine.context.destination);
  mine.context.onstatechange = () => mine.state === 'live' && show(mine, 'live');
  mine.stream.getAudioTracks()[0].onended = () => mine === speaking && stop('The microphone was disconnected.');
  navigator.wakeLock?.request('screen').then(lock => mine === speaking ? mine.lock = lock : lock.release(), () => {});
  label.textContent = name;
  form.classList.add('on');
  button.lastElementChild.textContent = 'Stop';
  button.disabled = false;
  button.focus();
}

/** The last words are still sent. */
function stop(why = '') {
  const mine = speaking;
  mine.why = why;
  mine.finishing = true;
  button.lastElementChild.textContent = 'Give up';
  mine.stream.getTracks().forEach(track => track.stop());
  if (mine.context.state === 'running') {
    mine.node.port.postMessage('end');
  } else {
    mine.uplink.stop();
  }
  tell('Sending your last words');
}

function take(mine, { pcm, peak }) {
  if (pcm.byteLength > 0) {
    mine.uplink.add(pcm);
  }
  // From 50 dB below full scale on.
  const decibels = 20 * Math.log10(Math.max(peak, 1e-6));
  level.style.transform = `translateX(${mine.finishing ? -100 : Math.max(-100, Math.min(0, 2 * decibels))}%)`;
  mine.heardAt = peak > INAUDIBLE ? performance.now() : mine.heardAt;
  if (mine.state) {
    show(mine, mine.state);
  }
}

function show(mine, state, reason) {
  mine.state = state;
  const seconds = millis => Math.round(millis / 1000);
  const { lost = 0, waiting = 0 } = mine.uplink ?? {};
  form.classList.toggle('away', state === 'away');
  if (state === 'ended' || state === 'refused') {
    release(mine);
    tell(reason || mine.why, true);
  } else if (state === 'away') {
    tell(mine.finishing ? 'Connection lost. Your last words are sent as soon as it is back.'
      : lost > 0 ? `Connection lost. Only the last minute is kept; ${seconds(lost)} s are gone.`
        : 'Connection lost. Go on speaking: your words are kept for a minute, and sent later.', true);
  } else if (mine.finishing) {
    tell('Sending your last words');
  } else if (mine.context.state !== 'running') {
    tell('The device has paused the microphone.', true);
  } else if (performance.now() - mine.heardAt > QUIET_FOR) {
    tell('Nothing is heard. Is the microphone muted?', true);
  } else if (state === 'connecting') {
    tell('Connecting');
  } else if (waiting > LATE) {
    tell(`You are on, ${seconds(waiting)} s late.`);
  } else {
    tell('You are on. ' + (lost > 0 ? `${seconds(lost)} s are gone, because the connection was lost for too long.`
      : 'Everybody who sees this page can read what you say.'));
  }
}

function release(mine) {
  mine.stream?.getTracks().forEach(track => track.stop());
  mine.context?.close();
  mine.uplink?.close();
  mine.lock?.release();
  speaking = undefined;
  label.textContent = 'Your name';
  form.classList.remove('on', 'away');
  button.lastElementChild.textContent = 'Speak';
  button.disabled = false;
  if (document.activeElement === document.body) {
    button.focus();
  }
}

/** What to do about a microphone that is not to be had. */
function advice({ name, message }) {
  switch (name) {
    case 'SecurityError':
      return 'Browsers give the microphone only to pages that come by https, or from localhost. Open this page so.';
    case 'NotAllowedError':
      return 'This page may not use the microphone. Allow it at the left of the address, then press Speak again.';
    case 'NotFoundError':
      return 'There is no microphone. Connect one, then press Speak again.';
    case 'NotReadableError':
      return 'The microphone is in use by another program. Close that, then press Speak again.';
    default:
      return 'The microphone does not work: ' + (message || name);
  }
}

function tell(text, problem = false) {
  news.classList.toggle('problem', problem);
  // A screen reader reads every change.
  if (news.textContent !== text) {
    news.textContent = text;
  }
}

/** Private windows may refuse to. */
function remember(name) {
  try {
    localStorage.setItem('name', name);
  } catch {
    // Then it is typed again.
  }
}

try {
  field.value = localStorage.getItem('name') ?? '';
} catch {
  // Then it is typed.
}
