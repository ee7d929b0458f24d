// Tries the checks on what is broken, then holds action.yml and the workflows to them:
//   check.mjs WORKFLOW...    (paths from the project's root, which is the working directory)
import { readFileSync } from 'node:fs';
import { notFound, tried } from './broken.mjs';
import { faultsOf, faultsOfAction } from './faults.mjs';

const names = process.argv.slice(2);
const read = (name) => readFileSync(name, 'utf8');

const faults = (await notFound()).map((fault) => `the check itself: ${fault}`);
console.log(`workflows: tried ${tried} broken ones`);
faults.push(...(await faultsOfAction(read('action.yml'))).map((fault) => `action.yml: ${fault}`));
for (const name of names) {
  faults.push(...(await faultsOf(name, read(name))).map((fault) => `${name}: ${fault}`));
}
console.log(`workflows: looked at action.yml and ${names.length} workflows`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
