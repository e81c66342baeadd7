package gate

import (
	"strconv"
	"strings"
)

// admitScript decides about one message.
//
// KEYS: the person's window, "count start"; the message's verdict, a letter and a time;
// the message's state, "R" and the owner that is handling it or "D" and its reply. The
// person is the hash tag of all keys, which are therefore in one slot of a cluster.
// States expire by their TTL, in real time. Windows and verdicts contain a time and are
// compared with it, because the lab can set the clock and a TTL would not follow.
//
// ARGV: the lab's time in Unix milliseconds, or 0 for the server's; the number of
// messages allowed, or -1 if this one is not counted; the length of the window; the
// owner.
//
// It returns the letter of the verdict, the rest of the window in milliseconds, ":", the
// number of messages in it and, after "=", the reply.
const admitScript = `
local now, slack = tonumber(ARGV[1]), $LABSLACK
if now == 0 then
  slack = 0
  local t = redis.call('TIME')
  now = t[1] * 1000 + math.floor(t[2] / 1000)
end
local limit, span = tonumber(ARGV[2]), tonumber(ARGV[3])
local got = redis.call('MGET', KEYS[1], KEYS[2], KEYS[3])
local n, from = 0, now
if got[1] then
  local a, b = string.match(got[1], '^(%d+) (%d+)$')
  a, b = tonumber(a), tonumber(b)
  if a and now >= b and now - b < span then n, from = a, b end
end
local left = string.format('%d', math.max(0, from + span - now)) .. ':'
local k, r = got[2], got[3]
if k and now - tonumber(string.sub(k, 2)) < $KEYLIFE then
  local v = string.sub(k, 1, 1)
  if v == 'S' then return v .. left .. n end
  if not r then
    redis.call('SET', KEYS[3], 'R' .. ARGV[4], 'PX', $MARKLIFE)
  elseif string.sub(r, 1, 1) == 'D' then
    return v .. left .. n .. '=' .. string.sub(r, 2)
  elseif string.sub(r, 2) ~= ARGV[4] then
    return 'R' .. left .. n
  end
  return v .. left .. n
end
local v = 'P'
if limit >= 0 then
  if n > limit then
    v = 'S'
  else
    n = n + 1
    if n > limit then v = 'L' end
    redis.call('SET', KEYS[1], string.format('%d %d', n, from), 'PX', math.max(1, from + span - now) + slack)
  end
end
redis.call('SET', KEYS[2], v .. string.format('%d', now), 'PX', $KEYLIFE + slack)
if v == 'S' then return v .. left .. n end
redis.call('SET', KEYS[3], 'R' .. ARGV[4], 'PX', $MARKLIFE)
return v .. left .. n
`

// labSlack is added to TTLs in the lab, whose clock may stand still: 24 hours in
// milliseconds.
const labSlack = 24 * 60 * 60 * 1000

func admitSource() string {
	return strings.NewReplacer(
		"$KEYLIFE", strconv.FormatInt(keyLife.Milliseconds(), 10),
		"$MARKLIFE", strconv.FormatInt(markLife.Milliseconds(), 10),
		"$LABSLACK", strconv.Itoa(labSlack),
	).Replace(admitScript)
}
