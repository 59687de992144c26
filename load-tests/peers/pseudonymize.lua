-- What a careful person writes in an afternoon: verify the token (RS256; known ones are remembered, as the gateway does), put AES-256-GCM in place of five top-level
-- fields of the request and take it back in the answer. It leaves out what the gateway does besides: tenants and their keys, quotas, rules of who may see what, searchable
-- tokens, other places than the top level, the literal spelling of what it does not touch (cjson writes numbers anew), an audit record, assertions.

local cjson = require "cjson.safe"
local cipher = require "openssl.cipher"
local digest = require "openssl.digest"
local lrucache = require "resty.lrucache"
local pkey = require "openssl.pkey"
local rand = require "openssl.rand"

local fields = { "email", "name", "phone", "dateOfBirth", "address" }
local prefix, nonce_bytes, tag_bytes = "pn1.", 12, 16
local known = lrucache.new(10000)
local public, secret, issuer, audience

local M = {}

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

function M.start(options)
  public, secret = pkey.new(read(options.key)), read(options.secret)
  issuer, audience = options.issuer, options.audience
end

local function encode(bytes)
  return (ngx.encode_base64(bytes, true):gsub("[+/]", { ["+"] = "-", ["/"] = "_" }))
end

local function decode(text)
  return ngx.decode_base64((text:gsub("[-_]", { ["-"] = "+", ["_"] = "/" })))
end

local function verify(token)
  local signed, header, payload, signature = token:match("^(([%w_-]+)%.([%w_-]+))%.([%w_-]+)$")
  if not signed then return nil end
  local head, claims = cjson.decode(decode(header) or ""), cjson.decode(decode(payload) or "")
  if not head or not claims or head.alg ~= "RS256" or claims.iss ~= issuer or claims.aud ~= audience or type(claims.exp) ~= "number" then return nil end
  if not public:verify(decode(signature), digest.new("sha256"):update(signed)) then return nil end
  return claims.exp
end

local function authenticate()
  local token = (ngx.var.http_authorization or ""):match("^Bearer (.+)$")
  if not token then return false end
  local expires = known:get(token)
  if not expires then
    expires = verify(token)
    if not expires then return false end
    known:set(token, expires, math.max(expires - ngx.time(), 0.001))
  end
  return expires > ngx.time()
end

local function seal(text)
  local nonce = rand.bytes(nonce_bytes)
  local gcm = cipher.new("aes-256-gcm"):encrypt(secret, nonce)
  local sealed = gcm:final(text)
  return prefix .. encode(nonce .. sealed .. gcm:getTag(tag_bytes))
end

local function open(token)
  local bytes = decode(token:sub(#prefix + 1))
  if not bytes or #bytes < nonce_bytes + tag_bytes then return nil end
  local gcm = cipher.new("aes-256-gcm"):decrypt(secret, bytes:sub(1, nonce_bytes))
  gcm:setTag(bytes:sub(-tag_bytes))
  return gcm:final(bytes:sub(nonce_bytes + 1, -tag_bytes - 1))
end

function M.admit()
  if not authenticate() then return ngx.exit(ngx.HTTP_UNAUTHORIZED) end
  ngx.req.read_body()
  local contact = cjson.decode(ngx.req.get_body_data() or "")
  if type(contact) ~= "table" then return ngx.exit(ngx.HTTP_BAD_REQUEST) end
  for _, field in ipairs(fields) do
    if type(contact[field]) == "string" then contact[field] = seal(contact[field]) end
  end
  ngx.req.set_body_data(cjson.encode(contact))
end

-- The whole answer is needed before the first byte of it can leave.
function M.reveal()
  local parts = ngx.ctx.parts
  if not parts then
    parts = {}
    ngx.ctx.parts = parts
  end
  parts[#parts + 1] = ngx.arg[1]
  if not ngx.arg[2] then
    ngx.arg[1] = nil
    return
  end
  local contact = cjson.decode(table.concat(parts))
  if type(contact) ~= "table" then
    ngx.arg[1] = nil
    return
  end
  for _, field in ipairs(fields) do
    local value = contact[field]
    if type(value) == "string" and value:sub(1, #prefix) == prefix then contact[field] = open(value) end
  end
  ngx.arg[1] = cjson.encode(contact)
end

return M
