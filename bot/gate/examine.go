package gate

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// Server is what a Redis says of itself; Told is false if this user may not ask.
type Server struct {
	Version string
	// Policy says what happens when the memory is used up. Most is how many bytes it may
	// use, 0 for no limit, and Used how many it does.
	Policy     string
	Used, Most int64
	// Replica is set for a server that takes no writes.
	Replica bool
	Told    bool
}

// Examine asks the Redis at a URL, or each primary of a cluster, whether it answers and what
// it is; of several it returns the one with the least memory left. It writes nothing. The
// error says what to do, without a password.
func Examine(ctx context.Context, url string) (worst Server, err error) {
	a, err := readURL(url)
	if err != nil {
		return worst, err
	}
	c := &client{redis: a.open(&dialGuard{})}
	defer func() { _ = c.redis.Close() }()
	var mu sync.Mutex // guards worst
	first := true
	err = c.each(ctx, func(ctx context.Context, node *redis.Client) error {
		s, err := examine(ctx, node)
		mu.Lock()
		defer mu.Unlock()
		if err == nil && (first || s.Replica || s.Most > 0 && (worst.Most == 0 || s.Most-s.Used < worst.Most-worst.Used)) {
			worst, first = s, false
		}
		return err
	})
	return worst, plainly(err)
}

// examine asks one server.
func examine(ctx context.Context, node *redis.Client) (s Server, err error) {
	if err := node.Ping(ctx).Err(); err != nil {
		return s, err
	}
	info, err := node.Info(ctx).Result()
	if refused := redis.Error(nil); errors.As(err, &refused) {
		return s, nil // the user may not, and the gate does not need it
	}
	if err != nil {
		return s, err
	}
	s.Told = true
	for line := range strings.Lines(info) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch name {
		case "redis_version":
			s.Version = value
		case "maxmemory_policy":
			s.Policy = value
		case "maxmemory":
			s.Most, _ = strconv.ParseInt(value, 10, 64)
		case "used_memory":
			s.Used, _ = strconv.ParseInt(value, 10, 64)
		case "role":
			s.Replica = value == "slave"
		}
	}
	return s, nil
}

// plainly says what an error of connecting means.
func plainly(err error) error {
	if err == nil {
		return nil
	}
	words := err.Error()
	for sign, meaning := range map[string]string{
		"WRONGPASS": "user or password is wrong", "NOAUTH": "it wants a password", "NOPERM": "this user may not use it",
		"LOADING": "it is still loading its data",
	} {
		if strings.HasPrefix(words, sign) {
			return errors.New(meaning)
		}
	}
	return err
}
