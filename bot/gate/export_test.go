package gate

// Healthy returns nil while Redis answers, else the error.
func (f *Fallback) Healthy() error {
	if err := f.down.Load(); err != nil {
		return *err
	}
	return nil
}

// Down reports whether Redis fails.
func (f *Fallback) Down() bool { return f.down.Load() != nil }

// Len returns the number of entries.
func (l *Local) Len() int {
	n := 0
	for i := range l.parts {
		p := &l.parts[i]
		p.mu.Lock()
		n += len(p.keys.cur) + len(p.keys.prev) + len(p.windows.cur) + len(p.windows.prev)
		p.mu.Unlock()
	}
	return n
}
