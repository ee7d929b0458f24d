// Lets Node.js import JSON as a module without an attribute: GitHub's parser is published for
// bundlers, which do.
import { readFile } from 'node:fs/promises';

export async function load(url, context, next) {
  if (!url.endsWith('.json')) return next(url, context);
  const source = `export default ${await readFile(new URL(url), 'utf8')}`;
  return { format: 'module', source, shortCircuit: true };
}
