// The OpenID provider of npm's oidc-provider, set up as a customer's would be: organizations, roles and evidence of logins in access tokens for the resource that was asked for (RFC 8707, RFC 9068),
// PKCE, logouts over the back channel. `PUT /test/setup {"jwks": ..., "clients": [...]}` sets it up again, sessions stay; `GET /test/counts` tells how often documents were fetched.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const PASSWORD = 'correct horse';
const ACCOUNTS = {
  'oidc|ada': { org_id: 'org_umbrella', roles: ['contacts.agent'] },
  'oidc|ben': { org_id: 'org_umbrella', roles: ['contacts.support'] },
  'oidc|eve': { org_id: 'org_stranger', roles: ['contacts.agent', 'tenant-admin'] },
  'oidc|root': { org_id: 'org_staff', roles: ['tenant-admin'] },
};

/** Everything in one map: it outlives the provider that a new set of keys makes. */
const stored = new Map();

class Adapter {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, payload) {
    stored.set(`${this.model}:${id}`, payload);
    if (payload.uid) stored.set(`uid:${payload.uid}`, id);
  }

  async find(id) {
    return stored.get(`${this.model}:${id}`);
  }

  async findByUid(uid) {
    return this.find(stored.get(`uid:${uid}`));
  }

  async findByUserCode() {
    return undefined;
  }

  async consume(id) {
    stored.get(`${this.model}:${id}`).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    stored.delete(`${this.model}:${id}`);
  }

  async revokeByGrantId(grantId) {
    for (const [key, payload] of stored) if (payload.grantId === grantId) stored.delete(key);
  }
}

const counts = { discovery: 0, jwks: 0, told: 0 };
let provider;
let answer = (request, response) => response.writeHead(503).end();

const server = createServer(async (request, response) => {
  try {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/test/setup') return await setUp(request, response);
    if (pathname === '/test/counts') return response.end(JSON.stringify(counts));
    if (pathname.startsWith('/interaction/')) return await interact(request, response);
    if (pathname === '/.well-known/openid-configuration') counts.discovery++;
    if (pathname === '/jwks') counts.jwks++;
    return answer(request, response);
  } catch (fault) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(`${fault.stack}`);
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));

async function read(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

async function setUp(request, response) {
  const { jwks, clients, resources } = JSON.parse(await read(request));
  provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
    adapter: Adapter,
    jwks,
    clients,
    cookies: { keys: ['for tests alone'] },
    claims: { openid: ['sub', 'org_id'] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ACCOUNTS[id] && { accountId: id, claims: () => ({ sub: id, org_id: ACCOUNTS[id].org_id }) },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    // Without its guard against addresses of this machine: that is where the gateway of the tests is.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    pkce: { required: () => true },
    extraTokenClaims: (ctx, token) => {
      const login = ctx.oidc.entities.AuthorizationCode;
      const { org_id, roles } = ACCOUNTS[token.accountId];
      return { org_id, roles, amr: login.amr, auth_time: login.authTime, sid: login.sid };
    },
    loadExistingGrant: async ({ oidc: { client, session } }) => {
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      for (const resource of resources) grant.addResourceScope(resource, 'use');
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          const [, action, xsrf] = /action="([^"]+)"><input type="hidden" name="xsrf" value="([^"]+)"/.exec(form);
          ctx.body = page(`<form method="post" action="${action}"><input type="hidden" name="xsrf" value="${xsrf}"><button name="logout" value="yes">Sign out</button></form>`);
        },
      },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource) => ({ scope: 'use', audience: resource, accessTokenTTL: 600, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
      },
    },
  });
  provider.on('backchannel.success', () => counts.told++);
  provider.on('backchannel.error', (_, fault) => console.error(`back channel: ${fault.message}`));
  provider.on('server_error', (_, fault) => console.error(fault));
  answer = provider.callback();
  response.writeHead(204).end();
}

async function interact(request, response) {
  if (request.method === 'GET') {
    const { uid } = await provider.interactionDetails(request, response);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    return response.end(page(`<form method="post" action="/interaction/${uid}"><input name="account"><input name="password"><input name="factors"><button>Sign in</button></form>`));
  }

  const given = new URLSearchParams(await read(request));
  const account = given.get('account');
  if (!ACCOUNTS[account] || given.get('password') !== PASSWORD) return response.writeHead(401).end('wrong');
  return provider.interactionFinished(request, response, { login: { accountId: account, amr: given.get('factors').split(' ') } });
}

function page(content) {
  return `<!doctype html><title>Sign in</title>${content}`;
}
