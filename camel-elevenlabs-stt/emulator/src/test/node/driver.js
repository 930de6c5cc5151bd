// Lets a test drive a client from the other side of stdin and stdout: commands come in and events go out, one JSON object
// a line. Sessions are counted from 1, for what is left of one must not be taken for the next one's.
import { createInterface } from 'node:readline';

let session = 0;

/** Begins a session. What is returned tells the test what happens in it. */
export function begin() {
    const own = ++session;
    return (event, detail) => {
        const shown = detail instanceof Error ? { message: detail.message } : detail;
        process.stdout.write(`${JSON.stringify({ session: own, event, detail: shown })}\n`);
    };
}

/** Does what the test asks for until it has nothing to ask any more. */
export async function obey(commands) {
    for await (const line of createInterface({ input: process.stdin })) {
        const { command, argument } = JSON.parse(line);
        await commands[command](argument);
    }
    process.exit();
}
