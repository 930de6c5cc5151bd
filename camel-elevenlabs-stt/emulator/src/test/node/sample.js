// What docs/emulator.md shows: the whole SDK, as its users have it.
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { begin, obey } from './driver.js';

await obey({
    async connect({ baseUrl, apiKey }) {
        const tell = begin();
        const client = new ElevenLabsClient({ apiKey, baseUrl });
        const connection = await client.speechToText.realtime.connect({
            modelId: 'scribe_v2_realtime',
            audioFormat: 'pcm_16000',
            sampleRate: 16000,
        });
        connection.on('session_started', started => tell('session_started', started));
    },
});
