// What the stand-in for GitHub wrote down: a line of JSON for each exchange.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function readExchanges(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** One exchange of each kind: those alike but for names of repositories, ids and numbers. */
export function distinct(exchanges) {
  const kinds = new Map();
  for (const exchange of exchanges) {
    const { method, path, request_body, status, response_body } = exchange;
    const kind = JSON.stringify([method, path, request_body, status, response_body])
      .replace(/(repos\/|127\.0\.0\.1:\d+\/)[^/"\\]+\/[^/"\\]+/g, '$1o/r')
      .replace(/(\\"(?:name|full_name|source|nameWithOwner)\\": ?\\")[^"\\]*/g, '$1')
      .replace(/[0-9a-f]{40}|\d+/g, '0');
    if (!kinds.has(kind)) kinds.set(kind, exchange);
  }
  return [...kinds.values()];
}

export function nameOf(exchange) {
  return exchange.operation ?? `${exchange.method} ${exchange.path}`;
}
