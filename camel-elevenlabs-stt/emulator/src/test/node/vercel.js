// Vercel's provider for its AI SDK. It streams one recording and commits at its end.
import { createElevenLabs } from '@ai-sdk/elevenlabs';
import WebSocket from 'ws';
import { begin, obey } from './driver.js';

let audio;

/** The provider's address cannot be changed, but its WebSocket can. */
function redirectedTo(baseUrl) {
    return class extends WebSocket {
        constructor(url, protocols, options) {
            const { pathname, search } = new URL(url);
            super(baseUrl + pathname + search, protocols, options);
        }
    };
}

async function tellAll(stream, tell) {
    try {
        for await (const part of stream) {
            tell(part.type, part);
        }
        tell('end');
    } catch (error) {
        tell('error', error);
    }
}

await obey({
    async stream({ baseUrl, apiKey, options }) {
        const tell = begin();
        const provider = createElevenLabs({ apiKey, webSocket: redirectedTo(baseUrl) });
        const { stream } = await provider.transcription('scribe_v2_realtime').doStream({
            audio: new ReadableStream({ start: controller => { audio = controller; } }),
            inputAudioFormat: { type: 'audio/pcm', rate: 16000 },
            providerOptions: { elevenlabs: options },
        });
        tellAll(stream, tell);
    },
    audio: base64 => audio.enqueue(base64),
    end: () => audio.close(),
});
