package psfake

import "time"

// Timings are durations. A change with a duration of zero is done at the next request.
type Timings struct {
	Provision, Start, Stop, Restart, Destroy time.Duration
	Update                                   time.Duration // a new type, disk, or network
	Snapshot                                 time.Duration // the creation, deletion, and restore of a snapshot
	Template                                 time.Duration // the creation of a custom template
	Mount                                    time.Duration // until a new drive has its mount point, if it has none at first
	// ServiceReady is the last part of a provision, start, or restart, during which the state is serviceready. Zero
	// skips that state. If it is longer than the whole, the whole becomes as long.
	ServiceReady time.Duration
	// Address is the time from the end of a boot until the public IP address is shown.
	Address time.Duration
}

// boot returns how long after the start of a boot with duration d the machine is serviceready, and how long after it
// is ready.
func (t Timings) boot(d time.Duration) (service, ready time.Duration) {
	ready = max(d, t.ServiceReady)
	return ready - t.ServiceReady, ready
}
