namespace TenantGateway.Redis.Pools;

/// <summary>
/// What happens in Redis when a process takes of pools: in one step, by the clock of Redis alone. A pool is a hash of its level (<c>g</c>) and the time when it was
/// computed (<c>t</c>); between two times it fills by what the parts of those earn who are there.
/// </summary>
internal static class PoolScript
{
    /// <summary>
    /// KEYS: members, epoch, pools. ARGV: this process; the time that it was last told; silent, forgotten, kept in milliseconds; the least number of parts; then of each
    /// pool requests a second, burst and what is wanted. Returns the time, the number of parts, and what each pool gave.
    /// </summary>
    public const string Text =
        """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local self, last = ARGV[1], tonumber(ARGV[2])
        local silent, forgotten, kept, least = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

        -- Step 1: who is there. Who has not been heard of for long has no part; who is silent has one, which it fills itself.
        local heard, own, parts, alive = {}, 0, 1, 1
        local members = redis.call('HGETALL', KEYS[1])
        for i = 1, #members, 2 do
            local at = math.min(tonumber(members[i + 1]) or 0, now)
            if members[i] == self then
                own = at
            elseif at + kept < now then
                redis.call('HDEL', KEYS[1], members[i])
            elseif at + forgotten >= now then
                heard[#heard + 1] = at
                parts = parts + 1
                if at + silent >= now then alive = alive + 1 end
            end
        end

        -- Step 2: since when what lies here is known to be whole. Where this process remembers more than is here, something was lost, and what was spent since is
        -- not known: pools count from now, empty.
        local epoch = tonumber(redis.call('GET', KEYS[2]))
        if not epoch or epoch > now or own < last then
            epoch = now
            redis.call('SET', KEYS[2], now)
        end
        redis.call('HSET', KEYS[1], self, now)
        redis.call('PEXPIRE', KEYS[1], kept)
        redis.call('PEXPIRE', KEYS[2], kept)
        -- Who is there and has not said so since fills its part itself.
        if epoch + forgotten > now and least > parts then parts = least end

        -- The milliseconds that a pool has filled since, each part for as long as its process was there.
        local function filled(from)
            local sum = math.max(0, math.min(now, last + silent) - from)
            for _, at in ipairs(heard) do sum = sum + math.max(0, math.min(now, at + silent) - from) end
            return sum / parts
        end

        -- Step 3: what each pool has, and gives: half of it where others may come for the rest.
        local answer = { now, parts }
        for i = 3, #KEYS do
            local first = 7 + (i - 3) * 3
            local rate, burst, wanted = tonumber(ARGV[first]), tonumber(ARGV[first + 1]), tonumber(ARGV[first + 2])
            local reserve = math.max(1, math.floor(burst / (2 * parts)))
            local most = math.max(1, burst - parts * reserve, rate * 0.4)
            local stored = redis.call('HMGET', KEYS[i], 't', 'g')
            local at, level = epoch, 0
            if stored[1] and tonumber(stored[1]) >= epoch then
                at, level = math.min(tonumber(stored[1]), now), tonumber(stored[2]) or 0
            end
            level = math.min(most, level + rate / 1000 * filled(at))
            local open = level
            if alive > 1 then open = math.ceil(level / 2) end
            local given = math.max(0, math.floor(math.min(wanted, open, level)))
            redis.call('HSET', KEYS[i], 't', now, 'g', string.format('%.9f', level - given))
            redis.call('PEXPIRE', KEYS[i], math.ceil(kept + most / rate * 4000))
            answer[#answer + 1] = given
        end
        return answer
        """;
}
