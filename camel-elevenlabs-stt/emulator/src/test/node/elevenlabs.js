// The official SDK: the class that `client.speechToText.realtime` is. Imported by itself, for the whole SDK takes many
// seconds to load.
import realtime from '@elevenlabs/elevenlabs-js/wrapper/realtime/index.js';
import { begin, obey } from './driver.js';

const { RealtimeEvents, ScribeRealtime } = realtime;
let connection;

await obey({
    async connect({ baseUrl, apiKey, options }) {
        const tell = begin();
        connection?.close();
        connection = await new ScribeRealtime({ baseUrl, apiKey }).connect(options);
        for (const event of Object.values(RealtimeEvents)) {
            connection.on(event, detail => tell(event, detail));
        }
    },
    send: data => connection.send(data),
    commit: () => connection.commit(),
});
