// Breaks a sound workflow and a sound action.yml in many ways, one at a time: each must be found.
import { faultsOf, faultsOfAction } from './faults.mjs';
import { actionlints, unknownToActionlint } from './parsers.mjs';

const sound = `name: Sound
on: push
permissions:
  contents: write
concurrency:
  group: deploy-production
  cancel-in-progress: false
  queue: max
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: some/action@0123456789abcdef0123456789abcdef01234567 # v1.2.3
      - id: tag
        uses: your-org/shiptag@v1
        with:
          operation: tag
          bump: patch
      - env:
          VERSION: \${{ steps.tag.outputs.version }}
        run: echo "$VERSION"
  check:
    runs-on: ubuntu-latest
    container: debian:12
    steps:
      - run: make check
`;

// [what is replaced, by what, a piece of what must be said against it]
const workflows = [
  ['runs-on: ubuntu-latest', 'runs-on: ubuntu-latest\n    runs: x', 'parser:12: Unexpected value'],
  ['on: push', 'on: pushed', 'parser:2: Unexpected value'],
  ['queue: max', 'queue: maximum', 'parser:8: Unexpected value'],
  ['contents: write', 'content: write', 'parser:4: Unexpected value'],
  ['runs-on: ubuntu-latest', 'runs-on: ubunto-latest', 'actionlint:11: label "ubunto-latest"'],
  ['steps.tag.outputs', 'steps.tga.outputs', 'actionlint:20: property "tga" is not defined'],
  ['echo "$VERSION"', 'echo $VERSION', 'actionlint:21: shellcheck reported'],
  ['steps.tag.outputs.version }}', 'steps.tag.outputs.version', 'parser:20: '],
  ['permissions:\n  contents: write\n', '', 'job deploy declares no permissions'],
  ['@0123456789abcdef0123456789abcdef01234567 # v1.2.3', '@v1', 'is not pinned'],
  [' # v1.2.3', '', 'is not pinned'],
  ['cancel-in-progress: false', 'cancel-in-progress: true', 'queue: max is not allowed'],
  ['on: push', 'on: push\nenv: { DOCKER_A: x }', 'env: DOCKER_A cuts the runner off'],
  ['container:', 'env: { DOCKER_B: x }\n    container:', 'env: DOCKER_B cuts the runner off'],
  ['run: make', 'env: { DOCKER_C: x }\n        run: make', 'env: DOCKER_C cuts the runner off'],
  ['"$VERSION"', '"${{ github.head_ref }}"', 'hand it over by env'],
  ['bump: patch', 'bumps: patch', 'action.yml has no input bumps'],
  ['operation: tag\n          ', '', 'input operation is required'],
  ['outputs.version }}', 'outputs.versoin }}', 'action.yml has no output versoin'],
];

const soundAction = `name: sound
description: An action.
inputs:
  token:
    description: A token.
    default: \${{ github.token }}
outputs:
  version:
    description: A version.
runs:
  using: docker
  image: Dockerfile
  post-entrypoint: /post.sh
  post-if: always()
`;

const actions = [
  ['image: Dockerfile', 'images: Dockerfile', 'Unexpected value'],
  ['description: A token.', 'description: A ${{ secrets.token }}.', "Unrecognized named-value: 'secrets'"],
  ['${{ github.token }}', '${{ secrets.token }}', "Unrecognized named-value: 'secrets'"],
  ['post-if: always()', 'post-if: ${{ always() }}', 'post-if must be an expression without'],
  ['description: A version.', 'descriptions: A version.', 'Unexpected value'],
  ['using: docker', 'using: dockre', 'Unexpected value'],
];

const faultsOfWorkflow = (text) => faultsOf('.github/workflows/sound.yml', text);

async function notFoundIn(text, table, faults) {
  const wrong = (await faults(text)).map((fault) => `a sound file: ${fault}`);
  for (const [old, broken, said] of table) {
    if (!text.includes(old)) throw new Error(`there is no "${old}" to break`);
    const found = await faults(text.replace(old, () => broken));
    if (found.some((fault) => fault.includes(said))) continue;
    wrong.push(`"${broken}": not found is "${said}" among ${JSON.stringify(found)}`);
  }
  return wrong;
}

export const tried = workflows.length + actions.length;

/** What the checks should have found and did not, as lines of text. */
export async function notFound() {
  const wrong = [...await notFoundIn(sound, workflows, faultsOfWorkflow),
    ...await notFoundIn(soundAction, actions, faultsOfAction)];
  const unfiltered = actionlints('.github/workflows/sound.yml', sound, []);
  if (!unfiltered.some((fault) => fault.includes(unknownToActionlint.queue))) {
    wrong.push('actionlint knows queue by now, and need not be told to ignore it');
  }
  return wrong;
}
