-- One message at the gate. KEYS: the person's window, the message's verdict,
-- the mark that it is in work. ARGV: now (ms, 0 = this server's time), limit,
-- span, count?, boot id, life of a mark, life of a key (ms).
-- Returns verdict (0 pass, 1 limited, 2 silent, 3 running), ms left, reply.
local now = tonumber(ARGV[1])
if now == 0 then
  local t = redis.call('TIME')
  now = t[1] * 1000 + math.floor(t[2] / 1000)
end
local limit, span = tonumber(ARGV[2]), tonumber(ARGV[3])
local w = redis.call('HMGET', KEYS[1], 'from', 'n')
local from, n = tonumber(w[1]), tonumber(w[2])
if not from or now - from >= span or now < from then
  from, n = now, 0
end
local left = from + span - now
local known = redis.call('HMGET', KEYS[2], 'v', 'at')
if known[1] and now - tonumber(known[2]) < tonumber(ARGV[7]) then
  local reply = redis.call('GET', KEYS[2] .. ':r')
  if reply then
    return {tonumber(known[1]), left, reply}
  end
  local mark = redis.call('GET', KEYS[3])
  if mark and mark ~= ARGV[5] then
    return {3, left, ''}
  end
  redis.call('SET', KEYS[3], ARGV[5], 'PX', ARGV[6])
  return {tonumber(known[1]), left, ''}
end
local v = 0
if ARGV[4] == '1' then
  n = n + 1
  redis.call('HSET', KEYS[1], 'from', from, 'n', n)
  redis.call('PEXPIRE', KEYS[1], span + 60000)
  if n == limit + 1 then v = 1 elseif n > limit then v = 2 end
end
redis.call('HSET', KEYS[2], 'v', v, 'at', now)
redis.call('PEXPIRE', KEYS[2], ARGV[7])
redis.call('SET', KEYS[3], ARGV[5], 'PX', ARGV[6])
return {v, left, ''}
