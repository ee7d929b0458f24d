// What this project asks of workflows beyond their syntax. Every rule takes a workflow and returns
// what breaks it, as lines of text.

const isShiptag = (step) => step.uses === './' || step.uses?.startsWith('your-org/shiptag@');
const jobsOf = (workflow) => Object.entries(workflow.jobs ?? {});
const stepsOf = (workflow) => jobsOf(workflow).flatMap(([, job]) => job.steps ?? []);

/** Without them a job has whatever the repository's settings say. */
export function permissionsAreDeclared({ workflow }) {
  if (workflow.permissions !== undefined) return [];
  return jobsOf(workflow).filter(([, job]) => job.permissions === undefined)
    .map(([name]) => `job ${name} declares no permissions`);
}

/** A tag of another project can be moved, a commit cannot. */
export function othersArePinned({ text }) {
  const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
  return [...text.matchAll(/^[\s-]*uses: *(.*)$/gm)].map(([, used]) => used)
    .filter((used) => !used.startsWith('./') && !used.startsWith('your-org/shiptag@'))
    .filter((used) => !pinned.test(used))
    .map((used) => `uses: ${used} is not pinned by commit, with its version in a comment`);
}

/** GitHub refuses both together when the workflow starts, and no parser says so before. */
export function queuesDoNotCancel({ workflow }) {
  return [workflow, ...Object.values(workflow.jobs ?? {})].map(({ concurrency }) => concurrency)
    .filter((lane) => lane?.queue === 'max' && lane['cancel-in-progress'] === true)
    .map((lane) => `concurrency ${lane.group}: queue: max is not allowed with cancel-in-progress`);
}

/** The runner gives a step's environment to its own docker too, which enters the container. */
export function containersAreReached({ workflow }) {
  return jobsOf(workflow).filter(([, job]) => job.container !== undefined)
    .flatMap(([name, job]) => [workflow, job, ...job.steps ?? []]
      .flatMap(({ env }) => Object.keys(env ?? {})).filter((key) => key.startsWith('DOCKER_'))
      .map((key) => `env: ${key} cuts the runner off from the container of job ${name}`));
}

/** An expression in a script is a piece of the script, whoever wrote its value. */
export function scriptsHaveNoExpressions({ workflow }) {
  return stepsOf(workflow).filter((step) => step.run?.includes('${{'))
    .map((step) => `an expression in \`run: ${step.run.split('\n')[0]}\`: hand it over by env`);
}

export function inputsExist({ workflow, action }) {
  return stepsOf(workflow).filter(isShiptag).flatMap((step) => Object.keys(step.with ?? {}))
    .filter((name) => !Object.hasOwn(action.inputs, name))
    .map((name) => `action.yml has no input ${name}`);
}

export function requiredInputsAreGiven({ workflow, action }) {
  const required = Object.entries(action.inputs).filter(([, input]) => input.required);
  return stepsOf(workflow).filter(isShiptag).flatMap((step) => required
    .filter(([name]) => step.with?.[name] === undefined)
    .map(([name]) => `input ${name} is required, and not given`));
}

export function outputsExist({ workflow, action }) {
  return jobsOf(workflow).flatMap(([, job]) => {
    const ids = (job.steps ?? []).filter(isShiptag).map((step) => step.id);
    return [...JSON.stringify(job).matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)]
      .filter(([, id, name]) => ids.includes(id) && !Object.hasOwn(action.outputs, name))
      .map(([, id, name]) => `action.yml has no output ${name}, which steps.${id} should have`);
  });
}

export const rules = [permissionsAreDeclared, othersArePinned, queuesDoNotCancel,
  containersAreReached, scriptsHaveNoExpressions, inputsExist, requiredInputsAreGiven,
  outputsExist];

/** The runner takes these as expressions already, and does not load an action with `${{` there. */
export function conditionsAreBare(action) {
  return ['pre-if', 'post-if'].filter((key) => action.runs?.[key]?.includes('${{'))
    .map((key) => `${key} must be an expression without \${{ }}`);
}
