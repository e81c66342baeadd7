package gate

// Healthy returns nil unless a failure of Redis is reported.
func (r *Redis) Healthy() error { return r.failure() }

// Connected reports whether questions are sent to Redis.
func (r *Redis) Connected() bool { return r.live.Load() != nil }

// Limit returns the time limit of a question, 0 while there is no connection.
func (r *Redis) Limit() int64 {
	if c := r.live.Load(); c != nil {
		return c.limit.Load()
	}
	return 0
}

// FaultOf is faultOf.
func FaultOf(err error) Fault { return faultOf(err) }

// Shared returns the gate on Redis.
func (f *Fallback) Shared() *Redis { return f.shared }

// Len returns the number of entries.
func (l *Local) Len() int {
	n := 0
	for i := range l.parts {
		p := &l.parts[i]
		p.mu.Lock()
		n += p.keys.cur.used + p.keys.prev.used + p.windows.cur.used + p.windows.prev.used
		p.mu.Unlock()
	}
	return n
}

// Table is table.
type Table struct{ table }

// Get is get.
func (t *Table) Get(k uint64) (uint64, bool) {
	v, found := t.get(k)
	return uint64(v), found
}

// Put is put.
func (t *Table) Put(k, v uint64) { t.put(k, entry(v)) }

// Clear is clear.
func (t *Table) Clear() { t.clear() }

// Used returns the number of entries.
func (t *Table) Used() int { return t.used }
