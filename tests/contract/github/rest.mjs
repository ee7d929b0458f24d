// Holds exchanges to GitHub's description of its REST API: Stoplight Prism checks each request,
// hands it on to a server that answers as the stand-in did, and checks that answer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeDescription } from './description.mjs';
import { pathOf } from './packages.mjs';

const START_LIMIT = 180_000; // milliseconds; the description has 13 MB
const ANSWER_LIMIT = 60_000;
const EXCHANGE_HEADER = 'x-exchange';
const OF_THE_CONNECTION = ['host', 'connection', 'content-length', 'accept-encoding'];

const PRISM = pathOf('@stoplight/prism-cli/dist/index.js');

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

async function freePort() {
  const probe = createServer();
  const port = await listen(probe);
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Gives each request the answer that was recorded for it, and notes that it came. */
class Replay {
  answers = new Map();
  asked = new Set();

  constructor() {
    this.server = createServer((request, response) => {
      request.resume();
      const number = request.headers[EXCHANGE_HEADER];
      const recorded = this.answers.get(number);
      this.asked.add(number);
      const type = recorded?.response_headers['Content-Type'];
      response.writeHead(recorded?.status ?? 500, type ? { 'content-type': type } : {});
      response.end(recorded?.response_body);
    });
  }
}

export class RestContract {
  #replay = new Replay();
  #prism;
  #log = '';
  #count = 0;

  async start() {
    const upstream = await listen(this.#replay.server);
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const description = writeDescription();
    const options = ['--errors', '-m', 'false', '-h', '127.0.0.1', '-p', String(port)];
    this.#prism = spawn(process.execPath, [
      PRISM, 'proxy', ...options, description.path, `http://127.0.0.1:${upstream}`]);
    for (const stream of [this.#prism.stdout, this.#prism.stderr]) {
      stream.on('data', (text) => { this.#log = (this.#log + text).slice(-10_000); });
    }
    try {
      await this.#started();
    } finally {
      description.remove();
    }
  }

  async #started() {
    const deadline = Date.now() + START_LIMIT;
    while (!this.#log.includes(`listening on ${this.url}`)) {
      if (this.#prism.exitCode !== null || Date.now() > deadline) {
        throw new Error(`Prism does not start:\n${this.#log}`);
      }
      await sleep(50);
    }
  }

  async stop() {
    this.#replay.server.close();
    if (this.#prism?.exitCode === null) {
      this.#prism.kill();
      await once(this.#prism, 'exit');
    }
  }

  /** What is wrong with an exchange, a line each. */
  async violations(exchange) {
    const number = String(this.#count++);
    this.#replay.answers.set(number, exchange);
    const headers = Object.fromEntries(Object.entries(exchange.request_headers)
      .filter(([name]) => !OF_THE_CONNECTION.includes(name)));
    const send = () => fetch(this.url + exchange.path, {
      method: exchange.method, redirect: 'manual', signal: AbortSignal.timeout(ANSWER_LIMIT),
      headers: { ...headers, [EXCHANGE_HEADER]: number },
      body: exchange.request_body || undefined,
    });
    // Prism closes a connection that was idle for 5 s, perhaps just as it is used again.
    const response = await send().catch(send);
    const body = await response.text();
    if (!this.#replay.asked.has(number)) {
      return [`request: ${response.status} ${body}`];
    }
    const found = JSON.parse(response.headers.get('sl-violations') ?? '[]')
      .filter(({ severity }) => severity === 'Error')
      .map(({ location, message }) => `${location.join('.')}: ${message}`);
    if (found.length === 0 && response.status !== exchange.status) {
      return [`the answer of ${exchange.status} came back as ${response.status} ${body}`];
    }
    return found;
  }
}
