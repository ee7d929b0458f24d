// All that can be held against a workflow or action.yml, as lines of text; none if it is sound.
import { readFileSync } from 'node:fs';
import { YAML } from './packages.mjs';
import { actionlints, githubsActionParser, githubsWorkflowParser } from './parsers.mjs';
import { conditionsAreBare, rules } from './rules.mjs';

const action = YAML.parse(readFileSync('action.yml', 'utf8'));

/** @param name  path of the workflow, from the project's root, which is the working directory */
export async function faultsOf(name, text) {
  const parsed = await githubsWorkflowParser(name, text);
  const workflow = YAML.parseDocument(text).toJS() ?? {};
  const own = rules.flatMap((rule) => rule({ text, workflow, action }));
  return [...parsed, ...actionlints(name, text), ...own];
}

export async function faultsOfAction(text) {
  const parsed = githubsActionParser('action.yml', text);
  return [...parsed, ...conditionsAreBare(YAML.parseDocument(text).toJS() ?? {})];
}
