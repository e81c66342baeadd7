package sqlite

import (
	"runtime"
	"time"
)

// commitDelay is the longest a group waits for its like to arrive.
const commitDelay = 3 * time.Millisecond

// patientTime bounds the units of a group that yield, if there is more than one: nobody
// waits for them, but others may wait for their commit.
const patientTime = 4 * time.Millisecond

// first waits for a unit, which it adds to the batch or, if it yields, returns apart. It
// returns neither after the last one.
func (w *writer) first(batch []*job) (_ []*job, yields *job) {
	select {
	case j, ok := <-w.jobs:
		if ok {
			return append(batch, j), nil
		}
		return batch, <-w.patient // both are closed
	case j, ok := <-w.patient:
		if ok {
			return batch, j
		}
		if j, ok := <-w.jobs; ok {
			return append(batch, j), nil
		}
		return batch, nil
	}
}

// nextPatient returns a unit that yields, nil if none waits.
func (w *writer) nextPatient() *job {
	select {
	case j := <-w.patient:
		return j
	default:
		return nil
	}
}

// gather adds the units that are there already. Under load, told by how many were at work
// during the last commit, it waits up to commitDelay for most of them: a sync of the disk
// costs more than the wait. A message that is alone never waits.
func (w *writer) gather(batch []*job, expect int, wait *time.Timer) []*job {
	runtime.Gosched() // on one core the first sender wakes us before its like have run
	batch = w.poll(batch)
	if len(batch) >= expect {
		return batch
	}
	wait.Reset(commitDelay)
	defer wait.Stop()
	for len(batch) < expect {
		select {
		case j, ok := <-w.jobs:
			if !ok {
				return batch
			}
			batch = append(batch, j)
		case <-wait.C:
			return w.poll(batch)
		}
	}
	return w.poll(batch)
}

// poll adds the units that are waiting already, and does not wait for more.
func (w *writer) poll(batch []*job) []*job {
	for len(batch) < batchMax {
		select {
		case j, ok := <-w.jobs:
			if !ok {
				return batch
			}
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// addPatient adds a unit that yields to a batch of which all have run: the one that is
// given, or else the next if there is time since the first of them began.
func (w *writer) addPatient(batch []*job, yields *job, begun time.Time) ([]*job, time.Time) {
	if begun.IsZero() {
		begun = realNow()
	} else if yields == nil && realNow().Sub(begun) < patientTime && len(batch) < batchMax {
		yields = w.nextPatient()
	}
	if yields != nil {
		batch = append(batch, yields)
	}
	return batch, begun
}
