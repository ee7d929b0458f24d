// Holds recorded exchanges to GitHub's official descriptions: check.mjs FOLDER
import { broken, sound } from './broken.mjs';
import { distinct, nameOf, readExchanges } from './exchanges.mjs';
import { GraphqlContract } from './graphql.mjs';
import { RestContract } from './rest.mjs';

// Everything that the program can send. Each must have been seen, and have succeeded.
const OPERATIONS = [
  'EnvironmentRecords', 'RepositoryId', 'UpdateRefs', 'ChangeStatuses',
  'POST /repos/{owner}/{repo}/deployments',
  'GET /repos/{owner}/{repo}/actions/concurrency_groups/{name}',
  'GET /repos/{owner}/{repo}/actions/runs/{id}',
  'GET /repos/{owner}/{repo}/actions/runs/{id}/approvals',
  'GET /repos/{owner}/{repo}/collaborators/{login}/permission',
  'POST /repos/{owner}/{repo}/actions/workflows/{file}/dispatches',
  'POST /repos/{owner}/{repo}/git/tags',
  'GET /repos/{owner}/{repo}/rulesets',
  'GET /repos/{owner}/{repo}/rulesets/{id}',
];

const rest = new RestContract();
const graphql = new GraphqlContract();

async function violations(exchange) {
  if (exchange.status >= 500) return [`the stand-in failed: ${exchange.response_body}`];
  return exchange.operation ? graphql.violations(exchange) : rest.violations(exchange);
}

/** Whether the checks themselves tell right from wrong. */
async function selfTest() {
  const failures = [];
  for (const exchange of sound) {
    const found = await violations(exchange);
    if (found.length > 0) failures.push(`nothing is wrong with ${nameOf(exchange)}, but: ${found}`);
  }
  for (const [what, exchange] of Object.entries(broken)) {
    if ((await violations(exchange)).length === 0) failures.push(`not found: ${what}`);
  }
  return failures.map((failure) => `self-test: ${failure}`);
}

/** For each operation, an exchange in which the program succeeded, if there is one. */
function examples(exchanges) {
  const succeeded = exchanges.filter(({ status, request_headers }) => (
    [200, 201].includes(status) && request_headers['user-agent'].includes('shiptag/')));
  return OPERATIONS.map((operation) => {
    const pattern = new RegExp(`^${operation.replace(/\{\w+\}/g, '[^/]+')}$`);
    return [operation, succeeded.find((exchange) => (
      pattern.test(nameOf(exchange).replace(/\?.*/, ''))))];
  });
}

/** Whether each operation was seen, and is checked: its bodies, replaced by others, must fail. */
async function coverage(exchanges) {
  const failures = [];
  for (const [operation, example] of examples(exchanges)) {
    if (!example) {
      failures.push(`no test has seen it succeed: ${operation}`);
      continue;
    }
    const bodies = ['response_body', ...(example.method === 'POST' && !example.operation
      ? ['request_body'] : [])];
    for (const body of bodies) {
      const found = await violations({ ...example, [body]: '{"data": {"something": "else"}}' });
      if (found.length === 0) failures.push(`nobody checks the ${body} of ${operation}`);
    }
  }
  return failures;
}

async function check(exchanges) {
  const failures = [];
  for (const exchange of exchanges) {
    for (const violation of await violations(exchange)) {
      failures.push(`${nameOf(exchange)} (${exchange.status}): ${violation}`);
    }
  }
  return failures;
}

const all = readExchanges(process.argv[2]);
const some = distinct(all);
console.log(`contract: ${all.length} exchanges, ${some.length} of them distinct`);
await rest.start();
try {
  const failures = [...await selfTest(), ...await coverage(all), ...await check(some)];
  failures.forEach((failure) => console.log(`contract: ${failure}`));
  console.log(`contract: ${failures.length} violations`);
  process.exitCode = failures.length > 0 ? 1 : 0;
} finally {
  await rest.stop();
}
