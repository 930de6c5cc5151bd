const MOST_SHOWN = 500;
// The server says something every second. Who hears nothing for so long has lost it, whatever the reason.
const SILENCE = 10_000;
const VOICES = 5;

const captions = document.getElementById('captions');
const partials = document.getElementById('partials');
const speakers = document.getElementById('speakers');
const statusLine = document.getElementById('status');
const lines = new Map();
const hidden = new Set();
let last = '';
let source;
let silence;

function connect() {
  source?.close();
  source = new EventSource(last ? 'captions?after=' + encodeURIComponent(last) : 'captions');
  source.onopen = forgetPartials;
  source.onerror = () => showStatus('lost', 'Connection lost, trying again');
  listen('committed', (caption, id) => {
    last = id;
    append(caption);
    showPartial({ ...caption, text: '' });
  });
  listen('partial', showPartial);
  listen('speakers', showSpeakers);
  listen('status', ({ live }) => live ? showStatus('live', 'Live') : showStatus('waiting', 'Waiting for the service'));
  awaitNews();
}

function listen(event, heard) {
  source.addEventListener(event, message => {
    awaitNews();
    heard(JSON.parse(message.data), message.lastEventId);
  });
}

function awaitNews() {
  clearTimeout(silence);
  silence = setTimeout(connect, SILENCE);
}

function append(caption) {
  const line = element('li', caption);
  const time = document.createElement('time');
  time.textContent = clock(caption.at);
  line.firstChild.append(' ', time);
  following(() => {
    captions.append(line);
    if (captions.childElementCount > MOST_SHOWN) {
      captions.firstElementChild.remove();
    }
    showHidden();
  });
}

/** The one line of a speaker that still changes; without text, none. */
function showPartial(caption) {
  following(() => {
    let line = lines.get(caption.speaker);
    if (!caption.text) {
      line?.remove();
      lines.delete(caption.speaker);
    } else if (line) {
      line.querySelector('.text').textContent = caption.text;
    } else {
      line = element('p', caption);
      lines.set(caption.speaker, line);
      partials.append(line);
    }
    showHidden();
  });
  showSpeaking();
}

function forgetPartials() {
  lines.clear();
  partials.replaceChildren();
  showSpeaking();
}

/** Names and texts come from other people, so they are only ever text. */
function element(tag, caption) {
  const line = document.createElement(tag);
  const who = document.createElement('span');
  const name = document.createElement('b');
  const text = document.createElement('span');
  line.className = voice(caption.speaker);
  line.dataset.speaker = caption.speaker;
  who.className = 'who';
  name.textContent = caption.name;
  text.className = 'text';
  text.textContent = caption.text;
  name.dir = text.dir = 'auto';
  text.lang = caption.languageCode ?? '';
  who.append(name);
  line.append(who, text);
  return line;
}

function showSpeakers(everybody) {
  const numbers = new Set(everybody.map(({ number }) => String(number)));
  [...speakers.children].filter(item => !numbers.has(item.dataset.speaker)).forEach(item => item.remove());
  for (const { number, name, away } of everybody) {
    const item = speakers.querySelector(`[data-speaker="${Number(number)}"]`) ?? speaker(number, name);
    item.classList.toggle('away', away === true);
    item.querySelector('span').textContent = away ? name + ' (away)' : name;
  }
  showSpeaking();
}

/** Pressed, its captions are shown. */
function speaker(number, name) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  const label = document.createElement('span');
  item.className = voice(number);
  item.dataset.speaker = number;
  label.dir = 'auto';
  button.type = 'button';
  button.title = name;
  button.setAttribute('aria-pressed', !hidden.has(String(number)));
  button.onclick = () => {
    hidden[hidden.has(item.dataset.speaker) ? 'delete' : 'add'](item.dataset.speaker);
    button.setAttribute('aria-pressed', !hidden.has(item.dataset.speaker));
    following(showHidden);
  };
  button.append(label);
  item.append(button);
  speakers.append(item);
  return item;
}

function showSpeaking() {
  for (const item of speakers.children) {
    item.classList.toggle('speaking', lines.has(Number(item.dataset.speaker)));
  }
}

/** Also which captions continue those of the same speaker, and need no name. */
function showHidden() {
  let before;
  for (const line of [...captions.children, ...partials.children]) {
    line.hidden = hidden.has(line.dataset.speaker);
    if (!line.hidden) {
      line.classList.toggle('more', line.dataset.speaker === before);
      before = line.dataset.speaker;
    }
  }
}

function voice(number) {
  return 'voice-' + (number === 0 ? 0 : 1 + (number - 1) % VOICES);
}

function showStatus(state, text) {
  if (statusLine.textContent !== text) {
    statusLine.className = state;
    statusLine.textContent = text;
  }
}

/** Stays at the end of the page for whoever is there, and leaves alone who has scrolled back to read. */
function following(change) {
  const page = document.documentElement;
  const atEnd = page.scrollHeight - page.scrollTop - page.clientHeight < 80;
  change();
  if (atEnd) {
    page.scrollTop = page.scrollHeight;
  }
}

function clock(at) {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

connect();
