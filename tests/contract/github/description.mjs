// GitHub's description of its REST API, in a form of which Prism understands every schema.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from './packages.mjs';

/**
 * Prism does not check at all against a schema with `nullable` beside no `type`, which OpenAPI 3.0
 * has no meaning for and GitHub uses: `null` becomes an alternative, as it is meant.
 */
function withNullAsAlternative(schema) {
  if (schema === null || typeof schema !== 'object') return schema;
  if (Array.isArray(schema)) return schema.map(withNullAsAlternative);
  const members = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, withNullAsAlternative(value)]));
  if (members.nullable !== true || 'type' in members) return members;
  const { nullable, ...rest } = members;
  return { anyOf: [rest, { enum: [null] }] };
}

/** Writes the description to a file of its own; returns its path and what removes it. */
export function writeDescription() {
  const official = pathOf('@octokit/openapi/generated/api.github.com.json');
  const description = withNullAsAlternative(JSON.parse(readFileSync(official, 'utf8')));
  const folder = mkdtempSync(join(tmpdir(), 'shiptag-contract-'));
  const path = join(folder, 'github.json');
  writeFileSync(path, JSON.stringify(description));
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}
