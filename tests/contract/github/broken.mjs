// Exchanges of which each breaks one promise but the first of each kind: what finds nothing wrong
// with them finds nothing at all.

const rest = (members) => ({
  method: 'GET', path: '/repos/o/r/rulesets', request_headers: { authorization: 'Bearer ***' },
  request_body: '', status: 200, response_headers: { 'Content-Type': 'application/json' },
  response_body: '[]', operation: null, ...members,
});
const post = { method: 'POST', request_headers: { 'content-type': 'application/json' } };

const OWNER = 'query Owner($name: String!, $at: GitObjectID) { '
  + 'repository(owner: "o", name: $name) { id object(oid: $at) { oid } } }';
const graphql = (data, members = {}) => ({
  method: 'POST', path: '/graphql', operation: 'Owner', document: OWNER, variables: { name: 'r' },
  status: 200, response_body: JSON.stringify({ data }), ...members,
});
const whole = { repository: { id: 'R_1', object: null } };

export const sound = [rest(), graphql(whole)];

export const broken = {
  'a path that does not exist': rest({ path: '/repos/o/r/rules' }),
  'a request without a required member': rest({
    ...post, path: '/repos/o/r/git/tags', request_body: '{"tag": "v1"}' }),
  'a request with a member of another type': rest({
    ...post, path: '/repos/o/r/deployments', request_body: '{"ref": "main", "auto_merge": "no"}' }),
  'a refused request that is wrong itself': rest({
    ...post, path: '/repos/o/r/deployments', request_body: '{}', status: 422,
    response_body: '{"message": "Invalid", "documentation_url": "https://docs.github.com"}' }),
  'an answer without a required member': rest({ response_body: '[{"id": 1, "name": "x"}]' }),
  'an answer of another type': rest({ response_body: '{}' }),
  'a success that is not described': rest({ status: 203 }),
  'an answer that only a defect can give': rest({ status: 500, response_body: '{}' }),
  'a document that is none': graphql(whole, { document: 'query Owner {' }),
  'a field that does not exist': graphql(whole, { document: OWNER.replace('id', 'number') }),
  'a deprecated field': graphql({ repository: { id: 'R_1', object: null } }, {
    document: 'query Owner($name: String!) { repository(owner: "o", name: $name) '
      + '{ deployments(first: 1) { nodes { databaseId } } projects(first: 1) { totalCount } } }' }),
  'a variable that is missing': graphql(whole, { variables: {} }),
  'a variable of another type': graphql(whole, { variables: { name: 7 } }),
  'a variable that is not as its scalar': graphql(whole, { variables: { name: 'r', at: 'main' } }),
  'a variable too many': graphql(whole, { variables: { name: 'r', other: 'x' } }),
  'data without a member': graphql({ repository: { id: 'R_1' } }),
  'data with a null that cannot be': graphql({ repository: { id: null, object: null } }),
  'data of another type': graphql({ repository: { id: {}, object: null } }),
  'data that was not asked for': graphql({ repository: { ...whole.repository, name: 'r' } }),
  'neither data nor errors': graphql(undefined),
};
