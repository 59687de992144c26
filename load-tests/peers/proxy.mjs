// A proxy on Node's own http and crypto: verify the token (RS256; known ones are remembered, as the gateway does), put AES-256-GCM in place of five top-level fields of the
// request and take it back in the answer. It leaves out what the gateway does besides: tenants and their keys, quotas, rules of who may see what, searchable tokens, other
// places than the top level, the literal spelling of what it does not touch (JSON.stringify writes numbers anew), an audit record, assertions.
//
// Usage: node proxy.mjs PORT SERVICE_HOST:PORT PUBLIC_KEY_FILE SECRET_FILE ISSUER AUDIENCE

import { createCipheriv, createDecipheriv, createPublicKey, randomBytes, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';

const [port, service, keyFile, secretFile, issuer, audience] = process.argv.slice(2);
const [serviceHost, servicePort] = service.split(':');
const [publicKey, secret] = [createPublicKey(readFileSync(keyFile)), readFileSync(secretFile)];
const fields = ['email', 'name', 'phone', 'dateOfBirth', 'address'];
const [prefix, nonceBytes, tagBytes, mostKnown] = ['pn1.', 12, 16, 10_000];
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const known = new Map();

function expiryOf(token) {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  const [header, payload, signature] = parts.map((part) => Buffer.from(part, 'base64url'));
  const claims = JSON.parse(payload);
  if (JSON.parse(header).alg !== 'RS256' || claims.iss !== issuer || claims.aud !== audience || typeof claims.exp !== 'number') return undefined;
  return verify('sha256', Buffer.from(`${parts[0]}.${parts[1]}`), publicKey, signature) ? claims.exp : undefined;
}

function isAuthentic(authorization) {
  if (!authorization?.startsWith('Bearer ')) return false;
  const token = authorization.slice('Bearer '.length);
  let expires = known.get(token);
  if (expires === undefined) {
    expires = expiryOf(token);
    if (expires === undefined) return false;
    if (known.size >= mostKnown) known.delete(known.keys().next().value);
    known.set(token, expires);
  }
  return expires > Date.now() / 1000;
}

function seal(text) {
  const nonce = randomBytes(nonceBytes);
  const gcm = createCipheriv('aes-256-gcm', secret, nonce);
  const sealed = [gcm.update(text, 'utf8'), gcm.final()];
  return prefix + Buffer.concat([nonce, ...sealed, gcm.getAuthTag()]).toString('base64url');
}

function open(token) {
  const bytes = Buffer.from(token.slice(prefix.length), 'base64url');
  const gcm = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, nonceBytes));
  gcm.setAuthTag(bytes.subarray(-tagBytes));
  return gcm.update(bytes.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + gcm.final('utf8');
}

function rewritten(body, change) {
  const contact = JSON.parse(body);
  for (const field of fields) if (typeof contact[field] === 'string') contact[field] = change(contact[field]);
  return Buffer.from(JSON.stringify(contact));
}

function whole(stream, done) {
  const parts = [];
  stream.on('data', (part) => parts.push(part));
  stream.on('end', () => done(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
}

function refuse(response, status) {
  response.writeHead(status, { 'content-length': 0 });
  response.end();
}

function guarded(response, status, deed) {
  try {
    deed();
  } catch {
    refuse(response, status);
  }
}

function forward(incoming, response, body) {
  const headers = { 'content-type': 'application/json', 'content-length': body.length, host: service };
  const outgoing = request({ agent, host: serviceHost, port: servicePort, method: incoming.method, path: incoming.url, headers }, (answer) =>
    whole(answer, (text) => guarded(response, 502, () => {
      const clear = rewritten(text, (value) => (value.startsWith(prefix) ? open(value) : value));
      const { 'content-length': _, connection: __, 'keep-alive': ___, ...kept } = answer.headers;
      response.writeHead(answer.statusCode, { ...kept, 'content-length': clear.length });
      response.end(clear);
    })));
  outgoing.on('error', () => refuse(response, 502));
  outgoing.end(body);
}

createServer((incoming, response) => {
  guarded(response, 401, () => {
    if (!isAuthentic(incoming.headers.authorization)) return refuse(response, 401);
    whole(incoming, (body) => guarded(response, 400, () => forward(incoming, response, rewritten(body, seal))));
  });
}).listen(Number(port), '127.0.0.1');
