-- Sends the bodies of one file with the tokens of another, both in turns, and prints one line that the program reads.

local function lines(name)
  local all = {}
  for line in io.lines(os.getenv(name)) do all[#all + 1] = line end
  return all
end

local tokens, bodies, requests, next = nil, nil, nil, 0

function init()
  tokens, bodies, requests = lines("LOAD_TOKENS"), lines("LOAD_BODIES"), {}
  -- Put together before the first is sent, so that every peer is driven at the same cost.
  for i = 1, math.max(#tokens, #bodies) do
    local headers, token, host = { ["Content-Type"] = "application/json" }, tokens[(i - 1) % #tokens + 1], os.getenv("LOAD_HOST")
    if token ~= "" then headers["Authorization"] = "Bearer " .. token end
    if host ~= "" then headers["Host"] = host end
    requests[i] = wrk.format("POST", nil, headers, bodies[(i - 1) % #bodies + 1])
  end
end

function request()
  next = next % #requests + 1
  return requests[next]
end

function done(summary)
  local errors = summary.errors
  print(string.format("FIGURES %d %d %d", summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout, summary.duration))
end
