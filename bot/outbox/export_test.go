package outbox

// Waits counts the people who wait until a call is repeated.
func (d *Dispatcher) Waits() int {
	d.turns.mu.Lock()
	defer d.turns.mu.Unlock()
	return len(d.turns.delayed)
}
