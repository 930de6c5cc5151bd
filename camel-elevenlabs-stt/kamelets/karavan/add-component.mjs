// Adds the component to the list that Karavan's palette shows, or replaces the one that is there:
//   node add-component.mjs elevenlabs-stt.json .../metadata/components.json
import { readFileSync, writeFileSync } from 'node:fs';

const [componentFile, listFile] = process.argv.slice(2);
if (!listFile) {
    console.error('usage: node add-component.mjs <elevenlabs-stt.json> <components.json>');
    process.exit(2);
}
// Karavan's list is without the component's own options, which no designer asks for.
const { componentProperties, ...added } = JSON.parse(readFileSync(componentFile, 'utf8'));
const { name, version } = added.component;
const list = JSON.parse(readFileSync(listFile, 'utf8'));
const at = list.findIndex(({ component }) => component.name === name);
list.splice(at < 0 ? list.length : at, 1, added);
// One component a line, as Karavan's own generator writes it.
writeFileSync(listFile, '[\n' + list.map((component) => JSON.stringify(component)).join('\n,\n') + '\n]');
console.log(`${at < 0 ? 'Added' : 'Replaced'} ${name} ${version}; there are ${list.length} components.`);
