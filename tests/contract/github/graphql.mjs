// Holds exchanges to GitHub's GraphQL schema: the document is validated, its variables are coerced
// to what it declares, and it is executed over the recorded data, which must come out unchanged.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { pathOf, require } from './packages.mjs';

const {
  buildSchema, executeSync, getOperationAST, getVariableValues, GraphQLError,
  NoDeprecatedCustomRule, parse, specifiedRules, validate,
} = require('graphql');

// What GitHub says of its own scalars, of which a schema knows the names alone.
const SCALARS = {
  DateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  GitObjectID: /^[0-9a-f]{40}$/,
  GitRefname: /^refs\/[^/]+\/.+$/,
  URI: /^https?:\/\/\S+$/,
};

function checkedSchema() {
  const official = readFileSync(pathOf('@octokit/graphql-schema/schema.graphql'), 'utf8');
  const schema = buildSchema(official, { assumeValid: true }); // it defines some fields twice
  for (const [name, pattern] of Object.entries(SCALARS)) {
    const scalar = schema.getType(name);
    scalar.parseValue = scalar.serialize = (value) => {
      if (typeof value === 'string' && pattern.test(value)) return value;
      throw new GraphQLError(`${JSON.stringify(value)} is no ${name}`);
    };
  }
  return schema;
}

const plain = (value) => JSON.parse(JSON.stringify(value));

export class GraphqlContract {
  #schema = checkedSchema();

  /** What is wrong with an exchange, a line each. */
  violations(exchange) {
    let document;
    try {
      document = parse(exchange.document);
    } catch (error) {
      return [`document: ${error.message}`];
    }
    const rules = [...specifiedRules, NoDeprecatedCustomRule];
    const found = validate(this.#schema, document, rules)
      .map(({ message }) => `document: ${message}`);
    if (found.length > 0) return found;
    found.push(...this.#variableViolations(document, exchange.variables));
    if (found.length > 0 || exchange.status !== 200) return found;
    return this.#answerViolations(document, exchange);
  }

  #variableViolations(document, variables) {
    const declared = getOperationAST(document).variableDefinitions ?? [];
    const names = declared.map(({ variable }) => variable.name.value);
    const { errors = [] } = getVariableValues(this.#schema, declared, variables);
    return [
      ...errors.map(({ message }) => `variables: ${message}`),
      ...Object.keys(variables).filter((name) => !names.includes(name))
        .map((name) => `variables: $${name} is not declared`),
    ];
  }

  #answerViolations(document, { variables, response_body }) {
    const { data, errors } = JSON.parse(response_body);
    if (errors !== undefined && !errors.every?.(({ message }) => typeof message === 'string')) {
      return ['answer: an error without a message'];
    }
    if (data === undefined || data === null) {
      return errors?.length > 0 ? [] : ['answer: neither data nor errors'];
    }
    const result = executeSync({
      schema: this.#schema, document, variableValues: variables, rootValue: data,
      fieldResolver: (source, _arguments, _context, { path }) => {
        if (Object.hasOwn(source, path.key)) return source[path.key];
        throw new GraphQLError('this member is missing');
      },
      typeResolver: (_value, _context, { schema }, type) => schema.getPossibleTypes(type)[0].name,
    });
    if (result.errors) {
      return result.errors.map(({ path, message }) => `answer: ${path?.join('.')}: ${message}`);
    }
    return isDeepStrictEqual(plain(result.data), data) ? [] : [
      `answer: ${JSON.stringify(data)} has other members than ${JSON.stringify(result.data)}`];
  }
}
